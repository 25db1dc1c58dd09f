package dev.rondo.models.data;

import dev.rondo.models.checkpoint.DataSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

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
        List<Line> lines = lines(TextFile.name(file), read, settings.skipping());
        for (int i = 0; i < lines.size(); i++) {
            pairs.add(lines.get(i).pair(settings.tokens(), settings.longest(), lines.size() - i));
        }
        return new PairFile(text.source(), pairs, !read.equals(text.text()));
    }

    private static List<Line> lines(String file, String text, Skipping skipping) {
        List<String> all = text.lines().toList();
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (!skipping.skips(all.get(i))) {
                lines.add(new Line(file, i + 1, all.get(i)));
            }
        }
        while (!lines.isEmpty() && lines.getLast().text().isBlank()) {
            lines.removeLast(); // line ends and separators after the last pair
        }
        return lines.subList(0, Math.max(0, lines.size() - skipping.last()));
    }

    /** One line. */
    private record Line(String file, int number, String text) {
        Pair pair(Tokens tokens, int longest, int toEnd) {
            int tab = text.indexOf('\t');
            if (text.isBlank()) {
                throw wrong(
                        0,
                        tab < 0
                                ? "the line is empty; each holds a source, a tab and a target"
                                : "the line holds nothing but separators");
            }
            if (tab < 0) {
                throw wrong(
                        text.length(),
                        "there is no tab between source and target"
                                + otherSeparator().orElseGet(() -> Skipping.hint(text, toEnd)));
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

        /** What seems to stand between source and target instead of a tab. */
        private Optional<String> otherSeparator() {
            return Stream.of(";", "|", ",")
                    .filter(c -> text.indexOf(c) > 0 && text.indexOf(c) == text.lastIndexOf(c))
                    .findFirst()
                    .filter(_ -> number == 1)
                    .map(c -> "; if that is what '" + c + "' is meant to be, replace it by a tab");
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
