package dev.rondo.models.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Named settings in a fixed order, as in a JSON file: text, whole numbers, numbers, truth values,
 * lists of these, and sections. Immutable. When a getter cannot give the setting, its error names
 * the file and the setting, and says what was expected and what was found.
 */
public final class Configuration {
    private static final Configuration EMPTY = new Configuration("the configuration", "", Map.of());

    private final String origin;
    private final String prefix;
    private final Map<String, Object> values;

    private Configuration(String origin, String prefix, Map<String, Object> values) {
        this.origin = origin;
        this.prefix = prefix;
        this.values = values;
    }

    /** No settings. */
    public static Configuration empty() {
        return EMPTY;
    }

    /**
     * Settings from plain Java values.
     *
     * @throws IllegalArgumentException when a value is not text, a number, a truth value, a list, a
     *     map or a configuration
     */
    public static Configuration of(Map<String, ?> values) {
        return new Configuration(EMPTY.origin, "", normal(values));
    }

    /** Settings whose errors name {@code origin}, such as a file's path. */
    static Configuration of(String origin, Map<String, ?> values) {
        try {
            return new Configuration(origin, "", normal(values));
        } catch (IllegalArgumentException e) {
            // valid JSON that settings cannot hold: a number of more than 64 bits, a list with a
            // null
            throw new CheckpointException(origin + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> normal(Map<?, ?> values) {
        Map<String, Object> m = new LinkedHashMap<>();
        values.forEach(
                (key, value) -> {
                    // JSON's null means the same as a missing setting
                    if (value != null) {
                        m.put((String) key, normal(value));
                    }
                });
        return Collections.unmodifiableMap(m);
    }

    private static Object normal(Object value) {
        return switch (value) {
            case String s -> s;
            case Boolean b -> b;
            case Integer i -> i.longValue();
            case Long l -> l;
            case Float f -> f.doubleValue();
            case Double d -> d;
            case Enum<?> e -> e.name();
            case Configuration c -> c.values;
            case Map<?, ?> m -> normal(m);
            case List<?> list -> {
                List<Object> copy = new ArrayList<>();
                for (Object o : list) {
                    if (o == null) {
                        throw new IllegalArgumentException("a list of settings holds a null");
                    }
                    copy.add(normal(o));
                }
                yield Collections.unmodifiableList(copy);
            }
            default ->
                    throw new IllegalArgumentException(
                            "a setting cannot be a " + value.getClass().getName() + ": " + value);
        };
    }

    /**
     * A copy of these settings with one more setting, or with another value for one.
     *
     * @param value text, number, truth value, list, map or configuration; null removes the setting
     */
    public Configuration with(String key, Object value) {
        Map<String, Object> m = new LinkedHashMap<>(values);
        if (value == null) {
            m.remove(key);
        } else {
            m.put(key, normal(value));
        }
        return new Configuration(origin, prefix, Collections.unmodifiableMap(m));
    }

    /** Where the settings come from, such as a file's path; used in messages. */
    public String origin() {
        return origin;
    }

    /** Whether there is such a setting. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /** Names of the settings, in order. */
    public Set<String> keys() {
        return values.keySet();
    }

    /** The settings as plain Java values: String, Long, Double, Boolean, List, Map. */
    public Map<String, Object> values() {
        return values;
    }

    /**
     * A text.
     *
     * @throws CheckpointException when the setting is missing or not a text
     */
    public String text(String key) {
        return get(key) instanceof String s ? s : fail(key, "text");
    }

    /** A text, or {@code fallback} when the setting is missing. */
    public String text(String key, String fallback) {
        return has(key) ? text(key) : fallback;
    }

    /**
     * A whole number.
     *
     * @throws CheckpointException when the setting is missing or not a whole number
     */
    public long integer(String key) {
        return get(key) instanceof Long l ? l : fail(key, "a whole number");
    }

    /** A whole number, or {@code fallback} when the setting is missing. */
    public long integer(String key, long fallback) {
        return has(key) ? integer(key) : fallback;
    }

    /**
     * A whole number between two bounds, both included: a size, a count.
     *
     * @throws CheckpointException when the setting is missing, not a whole number, or out of range
     */
    public int integer(String key, int least, int most) {
        return get(key) instanceof Long l && l >= least && l <= most
                ? l.intValue()
                : fail(key, "a whole number from " + least + " to " + most);
    }

    /** A count: a whole number that is not negative. */
    long count(String key) {
        return get(key) instanceof Long l && l >= 0 ? l : fail(key, "a whole number from 0");
    }

    /** A quantity: a number that is neither negative nor infinite. */
    double measure(String key) {
        double d = number(key);
        return d >= 0 && Double.isFinite(d) ? d : fail(key, "a number from 0");
    }

    /**
     * A number.
     *
     * @throws CheckpointException when the setting is missing or not a number
     */
    public double number(String key) {
        return number(get(key)).orElseGet(() -> fail(key, "a number"));
    }

    private static Optional<Double> number(Object value) {
        return switch (value) {
            case Double d -> Optional.of(d);
            case Long l -> Optional.of((double) l);
            // JSON cannot write these as numbers
            case String s when s.equals("NaN") -> Optional.of(Double.NaN);
            case String s when s.equals("Infinity") -> Optional.of(Double.POSITIVE_INFINITY);
            case String s when s.equals("-Infinity") -> Optional.of(Double.NEGATIVE_INFINITY);
            case null, default -> Optional.empty();
        };
    }

    /**
     * A list of numbers.
     *
     * @throws CheckpointException when the setting is missing or not a list of numbers
     */
    public List<Double> numbers(String key) {
        if (get(key) instanceof List<?> list
                && list.stream().allMatch(o -> number(o).isPresent())) {
            return list.stream().map(o -> number(o).orElseThrow()).toList();
        }
        return fail(key, "a list of numbers");
    }

    /** A number, or {@code fallback} when the setting is missing. */
    public double number(String key, double fallback) {
        return has(key) ? number(key) : fallback;
    }

    /**
     * A truth value.
     *
     * @throws CheckpointException when the setting is missing or not a truth value
     */
    public boolean flag(String key) {
        return get(key) instanceof Boolean b ? b : fail(key, "true or false");
    }

    /** A truth value, or {@code fallback} when the setting is missing. */
    public boolean flag(String key, boolean fallback) {
        return has(key) ? flag(key) : fallback;
    }

    /**
     * A value of an enum, by its name.
     *
     * @throws CheckpointException when the setting is missing or not such a name; the message lists
     *     the valid ones
     */
    public <E extends Enum<E>> E choice(String key, Class<E> type) {
        E[] all = type.getEnumConstants();
        if (get(key) instanceof String s) {
            for (E e : all) {
                if (e.name().equalsIgnoreCase(s) || e.toString().equals(s)) {
                    return e;
                }
            }
        }
        return fail(key, "one of " + List.of(all));
    }

    /**
     * A list of texts.
     *
     * @throws CheckpointException when the setting is missing or not a list of texts
     */
    public List<String> texts(String key) {
        if (get(key) instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        return fail(key, "a list of texts");
    }

    /**
     * A section.
     *
     * @throws CheckpointException when the setting is missing or not a section
     */
    public Configuration section(String key) {
        return get(key) instanceof Map<?, ?> m ? section(key, m) : fail(key, "an object");
    }

    /**
     * A list of sections.
     *
     * @throws CheckpointException when the setting is missing or not a list of sections
     */
    public List<Configuration> sections(String key) {
        if (!(get(key) instanceof List<?> list)) {
            return fail(key, "a list of objects");
        }
        List<Configuration> found = new ArrayList<>();
        for (Object o : list) {
            if (!(o instanceof Map<?, ?> m)) {
                return fail(key, "a list of objects");
            }
            found.add(section(key + "[" + found.size() + "]", m));
        }
        return Collections.unmodifiableList(found);
    }

    @SuppressWarnings("unchecked") // every map in here was made by normal
    private Configuration section(String key, Map<?, ?> m) {
        return new Configuration(origin, prefix + key + ".", (Map<String, Object>) m);
    }

    private <T> T fail(String key, String expected) {
        throw wrong(key, expected);
    }

    private Object get(String key) {
        return values.get(key);
    }

    /**
     * The exception for a setting that cannot be used. It names the file, the setting and its
     * value.
     */
    public CheckpointException wrong(String key, String expected) {
        Object found = get(key);
        return new CheckpointException(
                origin
                        + ": setting '"
                        + prefix
                        + key
                        + "' must be "
                        + expected
                        + (found == null ? ", and is missing" : ", found " + quoted(found)));
    }

    private static String quoted(Object found) {
        String s = found instanceof String text ? '"' + text + '"' : found.toString();
        return s.length() > 60 ? s.substring(0, 57) + "…" : s;
    }

    /** Whether both hold the same settings, whatever their origin. */
    @Override
    public boolean equals(Object o) {
        return o instanceof Configuration c && values.equals(c.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    /** The settings as one line of JSON. */
    @Override
    public String toString() {
        return Json.compact(values);
    }
}
