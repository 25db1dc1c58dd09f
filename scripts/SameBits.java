import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backend;
import dev.rondo.backend.BackendOptions;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.cell.Cell;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.StackedCell;
import dev.rondo.cli.verify.Families;
import dev.rondo.contract.Family;
import dev.rondo.contract.Samples;
import dev.rondo.contract.Subject;
import dev.rondo.graph.Scope;
import dev.rondo.models.cell.CellKind;
import dev.rondo.models.cell.Cells;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Prints a line for each program of a fixed list: what it is, where it ran, and a checksum of the
 * bits of all its results and gradients. scripts/same-bits runs it in two source trees.
 *
 * <p>The programs are those of {@code rondo verify} (random programs, every cell, every attention)
 * for seeds from 0, and each cell in two layers, large enough that loops are divided among threads
 * and products are computed in chunks.
 */
public final class SameBits {
    private record Place(String name, String backend, int threads) {}

    private static final List<Place> PLACES =
            List.of(
                    new Place("scalar", "scalar", 1),
                    new Place("simd with 1 thread", "simd", 1),
                    new Place("simd with 3 threads", "simd", 3));

    public static void main(String[] args) {
        int seeds = Integer.parseInt(args[0]);
        for (Family family : Families.all()) {
            for (int seed = 0; seed < seeds; seed++) {
                Subject s = family.trials().apply(seed).subject();
                print(s.withGradients());
            }
        }
        for (CellKind kind : Cells.all()) {
            print(large(kind, false).withGradients());
            print(large(kind, true).withGradients());
        }
    }

    private static void print(Subject s) {
        for (DType type : List.of(DType.F32, DType.F64)) {
            for (Place p : PLACES) {
                System.out.printf(
                        Locale.ROOT, "%s, %s, %s: %s%n", s.name(), type, p.name(), sum(s, p, type));
            }
        }
    }

    /** The second of three runs; what fails must fail in the same words. */
    private static String sum(Subject s, Place place, DType type) {
        Backend backend = Backends.open(place.backend(), new BackendOptions(place.threads()));
        try (Executable e = s.compile(backend, type)) {
            String first = sum(e.run(Subject.ENTRY, s.inputs(type)));
            String again = sum(e.run(Subject.ENTRY, s.inputs(type)));
            return first.equals(again) ? first : first + " and then " + again;
        } catch (RuntimeException e) {
            return e.toString().lines().findFirst().orElseThrow();
        }
    }

    private static String sum(Map<String, Array> results) {
        CRC32C crc = new CRC32C();
        new TreeMap<>(results)
                .forEach(
                        (name, a) -> {
                            crc.update(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                            for (int i = 0; i < a.size(); i++) {
                                long bits = Double.doubleToRawLongBits(a.get(i));
                                for (int b = 0; b < 64; b += 8) {
                                    crc.update((int) (bits >>> b));
                                }
                            }
                        });
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    private static Subject large(CellKind kind, boolean lengths) {
        Scope scope = Scope.root();
        StackedCell cell =
                new StackedCell(
                        List.of(
                                kind.create(scope.child("0"), 40, 56),
                                kind.create(scope.child("1"), 56, 56)));
        return Subject.drawn(
                "two layers of " + kind.id() + (lengths ? " with lengths" : ""),
                scope,
                d -> {
                    var x = d.given("x", Samples.uniform(71, -1, 1, 24, 48, 40));
                    var r = Recurrence.of((Cell<?>) cell);
                    if (lengths) {
                        int[] n = new int[48];
                        for (int i = 0; i < n.length; i++) {
                            n[i] = i % 25;
                        }
                        r = r.lengths(d.given("lengths", Array.of(n)));
                    }
                    d.output("outputs", r.over(x).outputs());
                });
    }
}
