package dev.rondo.cli.machine;

import dev.rondo.models.checkpoint.Configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The facts of a machine in words. What is absent is said to be. */
public final class MachineWords {
    private static final String ABSENT = "not exposed";
    private static final String UNLIMITED = "no limit found";

    private MachineWords() {}

    /**
     * Names and values, in the same order for every machine.
     *
     * @param facts as {@link MachineFacts} gives them; may come from another machine
     * @throws dev.rondo.models.checkpoint.CheckpointException when one is not of its type
     */
    public static Map<String, String> of(Configuration facts) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("processor", facts.text("processor", ABSENT));
        words.put("architecture", facts.text("architecture", ABSENT));
        words.put(
                "cores",
                count(facts, "physical_cores")
                        + " physical, "
                        + count(facts, "logical_cores")
                        + " logical");
        words.put("caches", caches(facts));
        words.put("governor", facts.text("governor", ABSENT));
        words.put("memory", bytes(facts, "memory_bytes", ABSENT));
        words.put("system", facts.text("system", ABSENT));
        words.put("kernel", facts.text("kernel", ABSENT));
        words.put(
                "container: processors",
                facts.has("container_cpus")
                        ? String.format(Locale.ROOT, "%.2f", facts.number("container_cpus"))
                        : UNLIMITED);
        words.put("container: memory", bytes(facts, "container_memory_bytes", UNLIMITED));
        words.put("Java", facts.text("java", ABSENT));
        words.put("Java's processors", count(facts, "java_processors"));
        words.put("Java's heap, at most", bytes(facts, "java_heap_bytes", ABSENT));
        words.put(
                "energy counters",
                facts.has("energy_domains")
                        ? String.join(", ", facts.texts("energy_domains"))
                        : ABSENT);
        return words;
    }

    private static String count(Configuration facts, String key) {
        return facts.has(key) ? Long.toString(facts.integer(key)) : ABSENT;
    }

    private static String bytes(Configuration facts, String key, String otherwise) {
        return facts.has(key) ? bytes(facts.integer(key)) : otherwise;
    }

    private static String caches(Configuration facts) {
        List<Configuration> caches = facts.has("caches") ? facts.sections("caches") : List.of();
        return caches.isEmpty()
                ? ABSENT
                : caches.stream().map(MachineWords::cache).collect(Collectors.joining(", "));
    }

    private static String cache(Configuration cache) {
        return String.format(
                Locale.ROOT,
                "L%d %s %s",
                cache.integer("level"),
                cache.text("kind"),
                bytes(cache.integer("bytes")));
    }

    private static String bytes(long bytes) {
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%d KiB", bytes >> 10)
                : bytes < 1 << 30
                        ? String.format(Locale.ROOT, "%.1f MiB", bytes / 0x1p20)
                        : String.format(Locale.ROOT, "%.1f GiB", bytes / 0x1p30);
    }
}
