package dev.rondo.models.data;

import dev.rondo.models.checkpoint.DataSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A file of pairs: UTF-8, on each line a source, a tab and its target.
 *
 * @param source where it came from
 * @param pairs in the order of their lines, at least one
 */
record PairFile(DataSource source, List<Pair> pairs) {
    /** Copies the list. */
    PairFile {
        pairs = List.copyOf(pairs);
    }

    /**
     * Reads a file.
     *
     * @param tokens what lengths are counted in
     * @param longest most tokens of a source or target
     * @throws DataException when it cannot be read, is not UTF-8, or a line is no pair: the message
     *     names line and column
     */
    static PairFile read(Path file, Tokens tokens, int longest) {
        TextFile text = TextFile.read(file);
        List<Pair> pairs = new ArrayList<>();
        int number = 0;
        for (String line : text.text().lines().toList()) {
            number++;
            pairs.add(new Line(file, number, line).pair(tokens, longest));
        }
        return new PairFile(text.source(), pairs);
    }

    /** One line. */
    private record Line(Path file, int number, String text) {
        Pair pair(Tokens tokens, int longest) {
            int tab = text.indexOf('\t');
            if (tab < 0) {
                throw wrong(
                        text.length(),
                        text.isBlank()
                                ? "the line is empty; each holds a source, a tab and a target"
                                : "there is no tab between source and target");
            }
            int second = text.indexOf('\t', tab + 1);
            if (second >= 0) {
                throw wrong(
                        second,
                        "there is a second tab; a line holds one, between source and target");
            }
            return new Pair(
                    side("source", 0, text.substring(0, tab), tokens, longest),
                    side("target", tab + 1, text.substring(tab + 1), tokens, longest));
        }

        /** A side as a model would write it: of words with one space between. */
        private String side(String side, int from, String written, Tokens tokens, int longest) {
            if (written.isBlank()) {
                throw wrong(from, "the " + side + " is empty");
            }
            List<String> all = tokens.split(written);
            int length = all.size();
            if (length > longest) {
                throw wrong(
                        from,
                        String.format(
                                Locale.ROOT,
                                "the %s has %d %s, more than %d; shorten it or allow longer ones",
                                side,
                                length,
                                tokens,
                                longest));
            }
            return tokens.join(all);
        }

        /** Columns count characters from 1. */
        private DataException wrong(int at, String what) {
            int column = text.codePointCount(0, at) + 1;
            return new DataException(
                    String.format(
                            Locale.ROOT, "%s, line %d, column %d: %s", file, number, column, what));
        }
    }
}
