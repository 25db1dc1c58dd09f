package dev.rondo.cli.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.rondo.models.data.NearMiss;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields of a request, read one by one. What is wrong with one is said by its name. A field
 * that nobody asks for is refused, so that a misspelt one is not ignored.
 */
final class Fields {
    private static final String STEP = "a list with the numbers of a step";

    private final String path;
    private final ObjectNode object;

    private Fields(String path, ObjectNode object) {
        this.path = path;
        this.object = object;
    }

    /**
     * The fields of an object.
     *
     * @param known the names that it may have
     * @throws Problem when it has another one
     */
    static Fields of(ObjectNode object, String... known) {
        return of("", object, known);
    }

    private static Fields of(String path, ObjectNode object, String... known) {
        Set<String> names = new TreeSet<>(List.of(known));
        for (var field : object.properties()) {
            String name = field.getKey();
            if (!names.contains(name)) {
                throw Problem.unusable(
                        "there is no field '"
                                + path
                                + name
                                + "' here; there are "
                                + (names.isEmpty() ? "none" : String.join(", ", names))
                                + NearMiss.question(name, names));
            }
        }
        return new Fields(path, object);
    }

    boolean has(String name) {
        return object.has(name) && !object.get(name).isNull();
    }

    private Optional<JsonNode> field(String name) {
        return has(name) ? Optional.of(object.get(name)) : Optional.empty();
    }

    private JsonNode needed(String name, String what) {
        return field(name)
                .orElseThrow(
                        () -> Problem.unusable("'" + path + name + "' is missing; give " + what));
    }

    private Problem wrong(String name, String expected, JsonNode found) {
        return Problem.unusable(
                "'" + path + name + "' must be " + expected + ", got " + shown(found));
    }

    private static String shown(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> "an object";
            case ARRAY -> "a list";
            default -> {
                String text = node.toString();
                yield text.length() > 40 ? text.substring(0, 40) + "…" : text;
            }
        };
    }

    String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    String text(String name) {
        JsonNode node = needed(name, "a text");
        if (!node.isTextual()) {
            throw wrong(name, "a text", node);
        }
        return checkedText(name, node.textValue());
    }

    /** Half a surrogate pair is no character, and could not be sent back. */
    private String checkedText(String name, String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (Character.getType(text.codePointAt(i)) == Character.SURROGATE) {
                throw Problem.unusable(
                        "'" + path + name + "' holds half a surrogate pair at " + (i + 1));
            }
        }
        return text;
    }

    boolean flag(String name) {
        JsonNode node = field(name).orElse(null);
        if (node != null && !node.isBoolean()) {
            throw wrong(name, "true or false", node);
        }
        return node != null && node.booleanValue();
    }

    int whole(String name, int otherwise, int least, int most) {
        return (int) whole(name, (long) otherwise, least, most);
    }

    long whole(String name, long otherwise, long least, long most) {
        JsonNode node = field(name).orElse(null);
        if (node == null) {
            return otherwise;
        }
        boolean fits = node.isIntegralNumber() && node.canConvertToLong();
        if (!fits || node.longValue() < least || node.longValue() > most) {
            throw wrong(name, "a whole number from " + least + " to " + most, node);
        }
        return node.longValue();
    }

    double number(String name, double otherwise, double least, double most) {
        JsonNode node = field(name).orElse(null);
        if (node == null) {
            return otherwise;
        }
        if (!node.isNumber() || !(node.doubleValue() >= least && node.doubleValue() <= most)) {
            throw wrong(name, "a number from " + least + " to " + most, node);
        }
        return node.doubleValue();
    }

    /** A list of texts, at least one and at most {@code most}. */
    List<String> texts(String name, int most) {
        JsonNode node = needed(name, "a list of texts");
        List<String> texts = new ArrayList<>();
        for (JsonNode element : list(name, node, "a list of texts", 1, most)) {
            if (!element.isTextual()) {
                throw wrong(name, "a list of texts", element);
            }
            texts.add(checkedText(name, element.textValue()));
        }
        return texts;
    }

    /**
     * A list of cells of a table as they would be written.
     *
     * @param mayBeText whether they may be texts, and not only finite numbers
     * @param mayLack whether null is a cell without a value
     */
    List<String> cells(String name, boolean mayBeText, boolean mayLack) {
        JsonNode node = needed(name, "a list of values");
        List<String> cells = new ArrayList<>();
        for (JsonNode element : list(name, node, "a list of values", 1, Integer.MAX_VALUE)) {
            if (element.isNumber() && Double.isFinite(element.doubleValue())) {
                cells.add(element.asText());
            } else if (element.isTextual() && mayBeText) {
                cells.add(checkedText(name, element.textValue()));
            } else if (element.isNull() && mayLack) {
                cells.add("");
            } else {
                throw Problem.unusable(
                        "'"
                                + path
                                + name
                                + "', element "
                                + (cells.size() + 1)
                                + ": must be a finite number"
                                + (mayBeText ? " or a text" : "")
                                + ", got "
                                + shown(element));
            }
        }
        return cells;
    }

    /**
     * A list of sequences, at least one and at most {@code most}.
     *
     * @param steps most steps of each
     * @param features how many numbers a step has, which are a list unless it is one
     * @return for each, its numbers at each step
     */
    List<double[][]> sequences(String name, int most, int steps, int features) {
        String what = features == 1 ? "a list of lists of numbers" : "a list of lists of steps";
        JsonNode all = list(name, needed(name, what), what, 1, most);
        List<double[][]> sequences = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            String own = name + "[" + i + "]";
            JsonNode sequence = list(own, all.get(i), "a list of steps", 1, steps);
            double[][] numbers = new double[sequence.size()][];
            for (int t = 0; t < numbers.length; t++) {
                String step = own + "[" + t + "]";
                JsonNode found = sequence.get(t);
                numbers[t] =
                        features == 1
                                ? new double[] {finite(step, found)}
                                : numbers(step, list(step, found, STEP, features, features));
            }
            sequences.add(numbers);
        }
        return sequences;
    }

    private double[] numbers(String name, JsonNode list) {
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = finite(name + "[" + i + "]", list.get(i));
        }
        return numbers;
    }

    private double finite(String name, JsonNode found) {
        if (!found.isNumber() || !Double.isFinite(found.doubleValue())) {
            throw wrong(name, "a finite number", found);
        }
        return found.doubleValue();
    }

    private JsonNode list(String name, JsonNode node, String what, int least, int most) {
        if (!node.isArray()) {
            throw wrong(name, what, node);
        }
        if (node.size() < least || node.size() > most) {
            throw Problem.unusable(
                    "'"
                            + path
                            + name
                            + "' must have "
                            + (node.size() < least ? "at least " + least : "at most " + most)
                            + " elements, got "
                            + node.size());
        }
        return node;
    }

    /** An object with these fields. */
    Fields object(String name, String... known) {
        JsonNode node = needed(name, "an object");
        if (!(node instanceof ObjectNode inner)) {
            throw wrong(name, "an object", node);
        }
        return of(path + name + ".", inner, known);
    }
}
