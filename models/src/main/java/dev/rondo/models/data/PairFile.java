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
 * @param changed whether they were written in another form than they are read in
 */
record PairFile(DataSource source, List<Pair> pairs, boolean changed) {
    /** Copies the list. */
    PairFile {
        pairs = List.copyOf(pairs);
    }

    /**
     * Reads a file.
     *
     * @throws DataException when it cannot be read, is not UTF-8, or a line is no pair: the message
     *     names line and column
     */
    static PairFile read(Path file, PairCorpus.Settings settings) {
        TextFile text = TextFile.read(file);
        String read = settings.form().of(text.text());
        List<Pair> pairs = new ArrayList<>();
        int number = 0;
        for (String line : read.lines().toList()) {
            number++;
            pairs.add(new Line(file, number, line).pair(settings.tokens(), settings.longest()));
        }
        return new PairFile(text.source(), pairs, !read.equals(text.text()));
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
