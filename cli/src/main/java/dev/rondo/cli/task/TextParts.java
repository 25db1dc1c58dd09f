package dev.rondo.cli.task;

import dev.rondo.array.Shape;
import dev.rondo.cli.Shell;
import dev.rondo.cli.UsageException;
import dev.rondo.internal.Names;
import dev.rondo.models.checkpoint.CheckpointException;
import dev.rondo.models.torch.StateDict;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The prefixes of the parts of a language model in a {@code state_dict}.
 *
 * @param embedding prefix of the symbols' vectors
 * @param cells prefix of the recurrent network
 * @param classify prefix of the layer from states to scores
 */
public record TextParts(String embedding, String cells, String classify) {
    private static final String EMBEDDING = "embedding";
    private static final String CELLS = "cells";
    private static final String CLASSIFY = "classify";
    private static final String WEIGHT = "weight";
    private static final String BIAS = "bias";

    /** The names that Rondo writes. */
    public static TextParts named() {
        return new TextParts(EMBEDDING + ".", CELLS + ".", CLASSIFY + ".");
    }

    /**
     * Finds the parts.
     *
     * @param map the user's mapping from prefix to part
     * @throws CheckpointException when the tensors do not show where a part is
     */
    public static TextParts find(StateDict dict, Map<String, String> map) {
        Set<String> known = Set.of(EMBEDDING, CELLS, CLASSIFY);
        map.forEach(
                (prefix, part) -> {
                    if (!known.contains(part)) {
                        throw new UsageException(
                                String.format(
                                        Locale.ROOT,
                                        "--map %s=%s: there is no part '%s'; there are embedding, cells, classify",
                                        prefix,
                                        part,
                                        part));
                    }
                });
        String cells = one(CELLS, said(map, CELLS, dict.prefixesOf("weight_ih_l0")), dict);
        List<String> matrices =
                dict.prefixesOf(WEIGHT).stream()
                        .filter(p -> !p.equals(cells))
                        .filter(p -> dict.tensors().get(p + WEIGHT).shape().rank() == 2)
                        .toList();
        if (matrices.size() == 1) {
            return tied(dict, map, cells, matrices.getFirst());
        }
        Predicate<String> biased = p -> dict.tensors().containsKey(p + BIAS);
        String classify =
                one(CLASSIFY, said(map, CLASSIFY, preferred(matrices, CLASSIFY, biased)), dict);
        List<String> others = preferred(matrices, EMBEDDING, p -> !p.equals(classify));
        String embedding = one(EMBEDDING, said(map, EMBEDDING, others), dict);
        return new TextParts(embedding, cells, classify);
    }

    /**
     * The parts when one matrix serves both. It has the name of either part, and only the scores
     * have a bias.
     */
    private static TextParts tied(
            StateDict dict, Map<String, String> map, String cells, String matrix) {
        Shape bias = Shape.of(dict.tensors().get(matrix + WEIGHT).shape().dim(0));
        List<String> fitting =
                dict.prefixesOf(BIAS).stream()
                        .filter(p -> dict.tensors().get(p + BIAS).shape().equals(bias))
                        .toList();
        List<String> scores = said(map, CLASSIFY, fitting);
        if (scores.isEmpty()) {
            throw new CheckpointException(
                    String.format(
                            Locale.ROOT,
                            "%s: beside '%s' there is one matrix, '%sweight', and no bias %s. If it is the"
                                    + " embedding and scores symbols too (tied weights), say --map %s",
                            dict.origin(),
                            cells,
                            matrix,
                            bias,
                            Shell.quoted(
                                    (matrix.isEmpty()
                                                    ? matrix
                                                    : matrix.substring(0, matrix.length() - 1))
                                            + "=classify")));
        }
        String embedding = one(EMBEDDING, said(map, EMBEDDING, List.of(matrix)), dict);
        return new TextParts(embedding, cells, one(CLASSIFY, scores, dict));
    }

    /**
     * Whether the scores' weight is the embedding's, because the file has no other weight for them.
     */
    public boolean tied(StateDict dict) {
        return embedding.equals(classify) || !dict.tensors().containsKey(classify + WEIGHT);
    }

    /** The prefix that is the part's own name; without it, those that fit. */
    private static List<String> preferred(
            List<String> prefixes, String part, Predicate<String> fits) {
        return prefixes.contains(part + ".")
                ? List.of(part + ".")
                : prefixes.stream().filter(fits).toList();
    }

    /** The user's prefix of a part; without it, those that were found. */
    private static List<String> said(Map<String, String> map, String part, List<String> found) {
        List<String> said =
                map.entrySet().stream()
                        .filter(e -> e.getValue().equals(part))
                        .map(Map.Entry::getKey)
                        .map(p -> p.isEmpty() || p.endsWith(".") ? p : p + ".")
                        .toList();
        return said.isEmpty() ? found : said;
    }

    private static String one(String part, List<String> prefixes, StateDict dict) {
        if (prefixes.size() != 1) {
            throw new CheckpointException(
                    String.format(
                            Locale.ROOT,
                            "%s: the names do not tell where the part '%s' is (%s); say it with --map PREFIX=%s. It has %s",
                            dict.origin(),
                            part,
                            prefixes.isEmpty()
                                    ? "none fits"
                                    : "it could be " + Names.some(prefixes, " or "),
                            part,
                            Names.some(dict.tensors().keySet())));
        }
        return prefixes.getFirst();
    }
}
