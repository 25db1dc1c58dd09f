package dev.rondo.cli.fuzz;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Changes settings into what nobody would write on purpose. */
final class HostileValues {
    private static final List<Object> VALUES =
            List.of(
                    true,
                    -1L,
                    0L,
                    1L,
                    Long.MIN_VALUE,
                    Long.MAX_VALUE,
                    1L << 31,
                    0.5,
                    -1e308,
                    "NaN",
                    "-Infinity",
                    "",
                    "\0ä\ud83d",
                    "x".repeat(5000),
                    "2026-13-45T99:99:99Z",
                    List.of(),
                    List.of(1L, "a"),
                    List.of(List.of(List.of())),
                    Map.of(),
                    Map.of("step", "x"));

    private HostileValues() {}

    /** A copy in which one value, anywhere, is another or gone. */
    static Map<String, Object> changed(Map<String, ?> values, SplittableRandom random) {
        Map<String, Object> copy = new LinkedHashMap<>(values);
        if (copy.isEmpty()) {
            copy.put("new", any(random));
            return copy;
        }
        String key = new ArrayList<>(copy.keySet()).get(random.nextInt(copy.size()));
        Object other = changed(copy.get(key), random);
        if (other == null) {
            copy.remove(key);
        } else {
            copy.put(key, other);
        }
        return copy;
    }

    @SuppressWarnings("unchecked") // JSON's objects have texts as keys
    private static Object changed(Object value, SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            return random.nextInt(4) == 0 ? null : any(random);
        }
        return switch (value) {
            case Map<?, ?> map -> changed((Map<String, ?>) map, random);
            case List<?> list when !list.isEmpty() -> {
                List<Object> copy = new ArrayList<>(list);
                int at = random.nextInt(copy.size());
                Object other = changed(copy.get(at), random);
                if (other == null) {
                    copy.remove(at);
                } else {
                    copy.set(at, other);
                }
                yield copy;
            }
            case Long _ when random.nextBoolean() -> random.nextLong();
            default -> any(random);
        };
    }

    private static Object any(SplittableRandom random) {
        return VALUES.get(random.nextInt(VALUES.size()));
    }
}
