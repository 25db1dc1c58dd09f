package dev.rondo.models.checkpoint;

import dev.rondo.array.Array;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checkpoints to save. */
final class Fixtures {
    private Fixtures() {}

    static Map<String, Array> variables(long step) {
        Map<String, Array> v = new LinkedHashMap<>();
        v.put("weight", Array.of(new float[] {step, 2, 3, 4, 5, 6}, 2, 3));
        v.put("step", Array.of(new int[] {(int) step}).reshape());
        return v;
    }

    static Description description(long step, long best) {
        return new Description(
                Configuration.empty().with("cell", "gru").with("hidden", 3),
                new TrainingState(
                        step,
                        0.1 * step,
                        7,
                        1e-3,
                        12.5,
                        0.3,
                        0.9,
                        step == best ? Map.of("accuracy", 0.5) : Map.of(),
                        best == 0
                                ? Optional.empty()
                                : Optional.of(new TrainingState.Best("accuracy", 0.5, best)),
                        List.of(0.25, 0.5)),
                List.of(
                        new Provenance(
                                0,
                                1,
                                "0.1",
                                "25",
                                "Linux",
                                "scalar:cpu",
                                "loops",
                                1,
                                List.of(new DataSource("a.txt", "00ff", 12)),
                                List.of("rondo", "train"),
                                Instant.parse("2026-01-02T03:04:05.678Z"),
                                Instant.parse("2026-01-02T03:05:05Z"))));
    }
}
