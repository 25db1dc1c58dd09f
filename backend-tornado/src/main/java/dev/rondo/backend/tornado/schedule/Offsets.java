package dev.rondo.backend.tornado.schedule;

import dev.rondo.backend.BackendException;
import dev.rondo.kernels.Storage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Assigns ranges of the arenas {@code WORK} by lifetime: the largest first, each at the lowest
 * place that nothing else uses at the same time.
 */
final class Offsets {
    /** A storage, the time of its use, and its place. */
    private static final class Block {
        final Arena arena;
        final int elements;
        int from = Integer.MAX_VALUE;
        int to = -1;
        int offset;

        Block(Arena arena, int elements) {
            this.arena = arena;
            this.elements = elements;
        }

        void used(int at) {
            from = Math.min(from, at);
            to = Math.max(to, at);
        }

        boolean meets(Block other) {
            return from <= other.to && other.from <= to;
        }

        int end() {
            return aligned(arena, (long) offset + elements);
        }
    }

    private final Origins origins;
    private final Map<Storage, Block> blocks = new IdentityHashMap<>();
    private final Map<Arena, Integer> sizes = new LinkedHashMap<>();
    private int now;

    /** Assigns memory to everything that drafts use. */
    Offsets(Origins origins, List<Draft> drafts) {
        this.origins = origins;
        origins.owned()
                .forEach((s, n) -> blocks.put(s, new Block(Arena.of(Area.WORK, s.dtype()), n)));
        walk(drafts);
        sizes.putAll(origins.used());
        Map<Arena, List<Block>> byArena = new LinkedHashMap<>();
        for (Storage s : origins.owned().keySet()) {
            Block b = blocks.get(s);
            if (b.to >= 0) {
                byArena.computeIfAbsent(b.arena, _ -> new ArrayList<>()).add(b);
            }
        }
        byArena.forEach(this::place);
    }

    /**
     * Gives every use a time. A storage from outside that a loop uses is in use from the loop's
     * beginning to its end.
     */
    private Set<Storage> walk(List<Draft> drafts) {
        Set<Storage> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Draft d : drafts) {
            switch (d) {
                case Draft.Repeat r -> seen.addAll(loop(r, false));
                case Draft.Steps t -> seen.addAll(loop(t.loop(), true));
                case Draft.InTurn i -> seen.addAll(walk(i.turns()));
                default -> {
                    Set<Storage> touched = new LinkedHashSet<>(d.reads(origins));
                    touched.addAll(d.writes(origins));
                    for (Storage s : touched) {
                        Storage base = origins.base(s);
                        if (blocks.containsKey(base)) {
                            blocks.get(base).used(now);
                            seen.add(base);
                        }
                    }
                }
            }
            now++;
        }
        return seen;
    }

    /**
     * The storages that a loop uses and that are in use from its beginning to its end.
     *
     * @param wanders whether work-groups are at different turns at the same time
     */
    private Set<Storage> loop(Draft.Repeat loop, boolean wanders) {
        int begin = now;
        Set<Storage> whole = walk(loop.body());
        whole.removeIf(s -> !wanders && origins.levelOf(s) == loop.level());
        for (Storage s : whole) {
            blocks.get(s).used(begin);
            blocks.get(s).used(now);
        }
        return whole;
    }

    private void place(Arena arena, List<Block> all) {
        int start = sizes.getOrDefault(arena, 0);
        List<Block> placed = new ArrayList<>();
        all.sort(Comparator.comparingInt(b -> -b.elements));
        int end = start;
        for (Block b : all) {
            b.offset = start;
            for (Block p : placed) { // by offset
                if (p.meets(b) && p.offset < b.end() && b.offset < p.end()) {
                    b.offset = p.end();
                }
            }
            end = Math.max(end, b.end());
            placed.add(b);
            placed.sort(Comparator.comparingInt(p -> p.offset));
        }
        sizes.put(arena, end);
    }

    /**
     * The next aligned position in an arena.
     *
     * @throws BackendException when it lies beyond the end of the largest array
     */
    static int aligned(Arena arena, long end) {
        int step = arena.alignment();
        long boundary = (end + step - 1) / step * step;
        if (boundary > Integer.MAX_VALUE - 8) {
            throw new BackendException(
                    String.format(
                            Locale.ROOT,
                            "all tensors of type %s together would need more than %,d MiB, which is"
                                    + " what one array of the device holds; make the model, the"
                                    + " batch or the sequence smaller",
                            arena.storage(),
                            (long) Integer.MAX_VALUE * arena.storage().bytes() >> 20));
        }
        return (int) boundary;
    }

    /**
     * Gives more elements to an arena, for the whole run of the entry.
     *
     * @return where they begin
     */
    int more(Arena arena, int elements) {
        int at = sizes.getOrDefault(arena, 0);
        sizes.put(arena, aligned(arena, (long) at + elements));
        return at;
    }

    /** The offset of an owned storage. */
    int of(Storage s) {
        return blocks.get(s).offset;
    }

    /** Elements of each arena of the entry. */
    Map<Arena, Integer> sizes() {
        return sizes;
    }
}
