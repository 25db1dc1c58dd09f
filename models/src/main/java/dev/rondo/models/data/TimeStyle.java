package dev.rondo.models.data;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** Writes times as a column does: with the same signs between, zeros, names and letters. */
final class TimeStyle {
    private final TimeText way;
    private final List<String> texts;

    /** The text that says most; the others may leave out what is zero. */
    private final String sample;

    private final Matcher parts;

    private TimeStyle(TimeText way, List<String> texts) {
        this.way = way;
        this.texts = texts;
        this.sample = texts.stream().reduce("", (a, b) -> b.length() > a.length() ? b : a);
        this.parts = way.match(sample);
        parts.matches();
    }

    /** Finds how the texts of one column are written, all in one way. */
    static Function<TimeStamp.Clock, String> of(TimeText way, List<String> texts) {
        TimeStyle style = new TimeStyle(way, texts);
        TimePattern pattern = TimePattern.of(style.pattern());
        if (style.sample.equals(style.sample.toUpperCase(Locale.ROOT))) {
            return clock -> pattern.write(clock).toUpperCase(Locale.ROOT);
        }
        if (style.sample.equals(style.sample.toLowerCase(Locale.ROOT))) {
            return clock -> pattern.write(clock).toLowerCase(Locale.ROOT);
        }
        return pattern::write;
    }

    private String pattern() {
        StringBuilder pattern = new StringBuilder();
        int at = 0;
        List<String> groups =
                parts.namedGroups().keySet().stream()
                        .filter(g -> parts.group(g) != null)
                        .sorted(Comparator.comparingInt(parts::start))
                        .toList();
        for (String group : groups) {
            String letters = letters(group);
            if (!letters.isEmpty()) {
                appendLiteral(pattern, at, parts.start(group));
                pattern.append(letters);
                at = end(group);
            }
        }
        appendLiteral(pattern, at, sample.length());
        return pattern.toString();
    }

    private int end(String group) {
        return switch (group) {
            case "sign" -> Math.max(parts.end("hours"), parts.end("minutes"));
            case "half" -> parts.end(group) + 1; // the M of AM
            default -> parts.end(group);
        };
    }

    private void appendLiteral(StringBuilder pattern, int from, int to) {
        if (from < to) {
            pattern.append('\'').append(sample.substring(from, to).replace("'", "''")).append('\'');
        }
    }

    /** Those of {@link java.time.format.DateTimeFormatter}; none for what stays as it is. */
    private String letters(String group) {
        return switch (group) {
            case "year" -> parts.namedGroups().containsKey("week") ? "YYYY" : "uuuu";
            case "month" -> digits("M", group);
            case "day" -> digits("d", group);
            case "hour" -> digits(parts.group("half") == null ? "H" : "h", group);
            case "week" -> digits("w", group);
            case "minute" -> "mm";
            case "second" -> "ss";
            case "part" -> "S".repeat(Math.min(9, parts.group(group).length()));
            case "half" -> "a";
            case "quarter" -> "Q";
            case "weekday" -> "e";
            case "name" -> all(group).allMatch(n -> n.length() <= 4) ? "MMM" : "MMMM";
            case "sign" ->
                    parts.group("minutes") == null
                            ? "x"
                            : sample.charAt(parts.end("hours")) == ':' ? "xxx" : "xx";
            default -> "";
        };
    }

    /** Two digits, unless a row has but one. */
    private String digits(String letter, String group) {
        return all(group).anyMatch(t -> t.length() == 1) ? letter : letter + letter;
    }

    private Stream<String> all(String group) {
        return texts.stream()
                .map(
                        text -> {
                            Matcher m = way.match(text);
                            m.matches();
                            return TimeText.text(m, group, "");
                        })
                .filter(t -> !t.isEmpty());
    }
}
