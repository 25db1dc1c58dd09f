package dev.rondo.models.task;

import dev.rondo.internal.Names;
import dev.rondo.models.data.NearMiss;
import dev.rondo.models.loss.ClassWeights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How the option {@code --class-weights} weighs classes.
 *
 * @param text {@code none}, {@code balanced}, or names of classes with their weights, {@code
 *     a=2,b=0.5}; a class that is not named has the weight 1
 */
public record ClassWeighting(String text) {
    private static final String OPTION = "--class-weights";
    private static final String NONE = "none";
    private static final String BALANCED = "balanced";

    /** Checks the form of the text. */
    public ClassWeighting {
        if (!text.equals(NONE) && !text.equals(BALANCED)) {
            parts(text);
        }
    }

    private record Part(String name, double weight) {}

    private static List<Part> parts(String text) {
        List<Part> parts = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            // a name may hold the sign, a number does not
            int at = part.lastIndexOf('=');
            if (at < 1) {
                throw new SettingException(
                        OPTION
                                + " must be none, balanced, or names and weights as in a=2,b=0.5;"
                                + " got '"
                                + text
                                + "'"
                                + NearMiss.question(text, List.of(NONE, BALANCED)));
            }
            String number = part.substring(at + 1);
            double weight;
            try {
                weight = Double.parseDouble(number);
            } catch (NumberFormatException e) {
                throw new SettingException(
                        OPTION
                                + ": the weight of '"
                                + part.substring(0, at)
                                + "' is no number: "
                                + number);
            }
            Values.positiveSingle(OPTION, weight);
            parts.add(new Part(part.substring(0, at), weight));
        }
        return parts;
    }

    /**
     * The weights.
     *
     * @param classes names of the classes
     * @param counts examples to train on of each
     * @throws SettingException when a class is named that there is not
     */
    ClassWeights of(List<String> classes, int... counts) {
        if (text.equals(BALANCED)) {
            return ClassWeights.balanced(counts);
        }
        double[] weights = new double[classes.size()];
        Arrays.fill(weights, 1);
        for (Part part : text.equals(NONE) ? List.<Part>of() : parts(text)) {
            int c = classes.indexOf(part.name());
            if (c < 0) {
                throw new SettingException(
                        String.format(
                                Locale.ROOT,
                                "%s: there is no class '%s'; there are %s%s",
                                OPTION,
                                part.name(),
                                Names.quoted(classes),
                                NearMiss.question(part.name(), classes)));
            }
            weights[c] = part.weight();
        }
        return ClassWeights.of(weights);
    }
}
