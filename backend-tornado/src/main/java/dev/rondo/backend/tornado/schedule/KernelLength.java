package dev.rondo.backend.tornado.schedule;

import dev.rondo.kernels.Storage;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Estimates how long the kernels of tasks are. What is alike in a turn counts once. */
final class KernelLength {
    /** A product that is computed in blocks is as long as this many sheets. */
    private static final int BLOCKS = 6;

    private static final int NO_KIND = -1;

    private final Origins origins;
    private final Grain grain;

    /** Numbers of the kinds that there are. */
    private final Map<Object, Integer> kinds = new HashMap<>();

    /** The numbers of the kinds of sheets and drafts, which are compared by identity. */
    private final Map<Object, Integer> known = new IdentityHashMap<>();

    KernelLength(Origins origins, Grain grain) {
        this.origins = origins;
        this.grain = grain;
    }

    /**
     * A length.
     *
     * @param sheets number of sheets, reductions and products
     * @param cost of one element of each of them
     */
    record Sum(int sheets, int cost) {
        private Sum plus(Sum other) {
            return new Sum(sheets + other.sheets, cost + other.cost);
        }
    }

    /** The length of drafts that one kernel does side by side. */
    Sum beside(List<Draft> drafts) {
        Map<Integer, Sum> all = new HashMap<>();
        drafts.forEach(d -> add(d, all));
        return all.values().stream().reduce(new Sum(0, 0), Sum::plus);
    }

    /**
     * Whether drafts, or all parts of them, are reductions or products that are alike, so that one
     * kernel can do them even where its items wait for each other.
     */
    boolean alike(Draft a, Draft b) {
        List<Integer> all =
                Stream.of(a, b).flatMap(d -> d.parts().stream()).map(this::kind).toList();
        return all.getFirst() >= 0 && all.stream().distinct().count() == 1;
    }

    private int kind(Draft d) {
        return switch (d) {
            case Draft.Fold _, Draft.Product _ -> kind(d, d);
            default -> NO_KIND;
        };
    }

    /** The length of drafts that one kernel does one after the other. */
    Sum inTurn(List<Draft> turns) {
        return turns.stream().map(t -> beside(List.of(t))).reduce(new Sum(0, 0), Sum::plus);
    }

    private void add(Draft d, Map<Integer, Sum> all) {
        switch (d) {
            case Draft.Point p ->
                    p.sheets()
                            .forEach(
                                    s ->
                                            all.put(
                                                    kind(s, new Draft.Point(List.of(s))),
                                                    new Sum(1, cost(s))));
            case Draft.Beside b -> b.parts().forEach(q -> add(q, all));
            case Draft.InTurn i -> all.put(unique(all), inTurn(i.turns()));
            case Draft.Product p -> {
                boolean little = grain.little(p.out().size(), p.left().dim(2));
                all.put(kind(p, p), new Sum(little ? 1 : BLOCKS, 0));
            }
            case Draft.Fold f -> all.put(kind(f, f), new Sum(1, f.value().cost()));
            case Draft.Convolution c -> all.put(kind(c, c), new Sum(1, 0));
            case Draft.Steps s -> all.put(unique(all), inTurn(s.loop().body()));
            case Draft.Scatter _, Draft.Repeat _ -> all.put(unique(all), new Sum(1, 0));
        }
    }

    private static int cost(Draft.Sheet sheet) {
        return sheet.puts().stream().mapToInt(put -> put.value().cost()).sum();
    }

    /** A number that no kind has. */
    private static int unique(Map<Integer, Sum> all) {
        return -1 - all.size();
    }

    /** The number of the kind of a sheet or draft, whatever memory it gets. */
    private int kind(Object thing, Draft alone) {
        return known.computeIfAbsent(
                thing,
                _ -> {
                    Map<Storage, Integer> places = new IdentityHashMap<>();
                    var writer =
                            new TaskWriter(
                                    origins, s -> places.computeIfAbsent(s, _ -> places.size()));
                    Object kind = Alike.kind(writer.tasks(alone).getFirst());
                    return kinds.computeIfAbsent(kind, _ -> kinds.size());
                });
    }
}
