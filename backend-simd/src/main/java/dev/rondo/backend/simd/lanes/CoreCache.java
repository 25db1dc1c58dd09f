package dev.rondo.backend.simd.lanes;

import dev.rondo.backend.Availability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The second-level cache of a core, which decides how large the blocks of a product are. It is the
 * share of one processor, if several use it together. No result depends on it.
 *
 * @param bytes its size
 * @param source who said so, for a person
 */
public record CoreCache(int bytes, String source) {
    /** Name of the property that gives the size, in KiB. */
    static final String PROPERTY = "rondo.simd.cache";

    private static final int LEAST_KIB = 16;
    private static final int MOST_KIB = 1 << 20;

    /** Most processors have this or more. */
    private static final CoreCache USUAL = new CoreCache(1 << 20, "assumed");

    private static final Path SYSTEM = Path.of("/sys/devices/system/cpu/cpu0/cache");
    private static final Pattern SIZE = Pattern.compile("(\\d+)([KM]?)");

    /** Asked once, and only when something depends on it. */
    private static final class Here {
        static final CoreCache CACHE = find();
    }

    /** The cache of this processor. */
    public static CoreCache here() {
        return Here.CACHE;
    }

    /** Size and source, for a person. */
    public String description() {
        return (bytes >> 10) + " KiB of cache a core (" + source + ")";
    }

    /** Whether the property, if there is one, is a size. */
    public static Availability availability() {
        String wanted = System.getProperty(PROPERTY);
        return wanted == null || kib(wanted).isPresent()
                ? Availability.yes()
                : Availability.no(
                        String.format(
                                Locale.ROOT,
                                "the system property %s must be a number of KiB, %d to %d, not %s",
                                PROPERTY,
                                LEAST_KIB,
                                MOST_KIB,
                                wanted),
                        "correct it, or leave it out for what the system says");
    }

    private static Optional<Integer> kib(String text) {
        if (!text.matches("\\d{1,9}")) {
            return Optional.empty();
        }
        int n = Integer.parseInt(text);
        return Optional.of(n).filter(k -> k >= LEAST_KIB && k <= MOST_KIB);
    }

    private static CoreCache find() {
        return Optional.ofNullable(System.getProperty(PROPERTY))
                .flatMap(CoreCache::kib)
                .map(k -> new CoreCache(k << 10, PROPERTY))
                .or(() -> described(SYSTEM))
                .or(() -> summary(read(Path.of("/proc/cpuinfo"))))
                .orElse(USUAL);
    }

    /** What Linux says in a directory for each cache of a processor. */
    static Optional<CoreCache> described(Path directory) {
        for (int i = 0; i < 8; i++) {
            Path cache = directory.resolve("index" + i);
            String type = read(cache.resolve("type"));
            if (read(cache.resolve("level")).equals("2") && !type.equals("Instruction")) {
                int users = users(read(cache.resolve("shared_cpu_list")));
                return size(read(cache.resolve("size")), users)
                        .map(bytes -> new CoreCache(bytes, "Linux"));
            }
        }
        return Optional.empty();
    }

    private static Optional<Integer> size(String text, int users) {
        Matcher m = SIZE.matcher(text);
        if (!m.matches() || m.group(1).length() > 9) {
            return Optional.empty();
        }
        long unit = m.group(2).isEmpty() ? 1 : m.group(2).equals("K") ? 1 << 10 : 1 << 20;
        long bytes = Long.parseLong(m.group(1)) * unit / users;
        boolean possible = bytes >= (long) LEAST_KIB << 10 && bytes <= (long) MOST_KIB << 10;
        return possible ? Optional.of((int) bytes) : Optional.empty();
    }

    /** Counts the processors of a list such as {@code 0-3,8}. */
    private static int users(String list) {
        int count = 0;
        for (String range : list.split(",")) {
            Matcher m = Pattern.compile("(\\d{1,6})(?:-(\\d{1,6}))?").matcher(range);
            if (m.matches()) {
                String last = m.group(2) == null ? m.group(1) : m.group(2);
                count += Math.max(0, Integer.parseInt(last) - Integer.parseInt(m.group(1))) + 1;
            }
        }
        return Math.max(1, count);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException | SecurityException e) {
            return "";
        }
    }

    /**
     * What Linux says of the processor as a whole: with AMD that is the second level, with others
     * the last. Virtual machines often describe nothing else.
     */
    static Optional<CoreCache> summary(String processors) {
        String vendor = "";
        for (String line : processors.lines().toList()) {
            String value = line.substring(line.indexOf(':') + 1).strip();
            if (line.startsWith("vendor_id")) {
                vendor = value;
            } else if (line.startsWith("cache size") && vendor.equals("AuthenticAMD")) {
                return size(value.replace(" KB", "K"), 1).map(b -> new CoreCache(b, "Linux"));
            }
        }
        return Optional.empty();
    }
}
