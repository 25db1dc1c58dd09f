package dev.rondo.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.models.loss.CrossEntropy;
import dev.rondo.models.training.Batches;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

class PairCorpusTest {
    private static final PairCorpus.Settings CHARACTERS =
            new PairCorpus.Settings(Tokens.CHARACTERS, 20, 1000);

    @TempDir private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("pairs.tsv"), text);
    }

    private PairCorpus corpus(List<String> lines) throws IOException {
        return PairCorpus.read(file(String.join("\n", lines) + "\n"), CHARACTERS);
    }

    private static List<String> squares(int count) {
        return IntStream.range(0, count).mapToObj(i -> i + "\t" + i * i).toList();
    }

    private static Set<String> sources(PairCorpus corpus, Split split) {
        Set<String> all = new HashSet<>();
        corpus.pairs(split).forEach(p -> all.add(p.source()));
        return all;
    }

    @Test
    void everyPairIsInOneSplitWhateverTheOrderOfLines() throws IOException {
        List<String> lines = new ArrayList<>(squares(200));
        lines.add("7\tseven");
        PairCorpus corpus = corpus(lines);
        Collections.shuffle(lines, new Random(1));
        PairCorpus shuffled = corpus(lines);

        int total = 0;
        Set<String> seen = new HashSet<>();
        for (Split split : Split.values()) {
            assertThat(sources(shuffled, split)).isEqualTo(sources(corpus, split));
            assertThat(seen).doesNotContainAnyElementsOf(sources(corpus, split));
            seen.addAll(sources(corpus, split));
            total += corpus.pairs(split).size();
        }
        assertThat(total).isEqualTo(201);
        assertThat(corpus.pairs(Split.TEST).stream().map(p -> p.source().length()).toList())
                .as("sources in no order of their own")
                .isNotEqualTo(
                        corpus.pairs(Split.TEST).stream()
                                .map(p -> p.source().length())
                                .sorted()
                                .toList());
        assertThat(sources(corpus, Split.TEST)).hasSize(20);
        assertThat(sources(corpus, Split.VALIDATION)).hasSize(10);
    }

    @Test
    void theVocabularyIsThatOfTheTrainingPart() throws IOException {
        // each source has a letter of its own
        List<String> lines =
                IntStream.range(0, 60)
                        .mapToObj(
                                i ->
                                        Character.toString('А' + i)
                                                + "\t"
                                                + Character.toString('Ա' + i))
                        .toList();
        PairCorpus corpus = corpus(lines);
        LexiconCodec codec = corpus.codec();
        int unknown = codec.source().size() - 1;
        corpus.pairs(Split.TRAINING)
                .forEach(p -> assertThat(codec.encodeSource(p.source())).doesNotContain(unknown));
        for (Split held : List.of(Split.VALIDATION, Split.TEST)) {
            for (Pair p : corpus.pairs(held)) {
                assertThat(codec.encodeSource(p.source())).containsExactly(unknown);
                assertThat(codec.encodeTarget(p.target()))
                        .containsExactly(codec.target().size() - 1, codec.end());
            }
        }
        assertThat(codec.source().tokens()).hasSize(corpus.pairs(Split.TRAINING).size());
    }

    @Test
    void wordsAreWhatStandsBetweenSpacesAndOnlyTheMostFrequentAreKnown() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            lines.add("the  number " + i + " \tdie Zahl " + i);
        }
        PairCorpus corpus =
                PairCorpus.read(
                        file(String.join("\r\n", lines)),
                        new PairCorpus.Settings(Tokens.WORDS, 9, 2));
        LexiconCodec codec = corpus.codec();
        assertThat(corpus.pairs(Split.TRAINING))
                .allMatch(p -> p.source().startsWith("the number ") && !p.source().endsWith(" "));
        assertThat(codec.source().tokens()).containsExactly("number", "the");
        assertThat(corpus)
                .asString()
                .endsWith(
                        "words; 40 others in the sources and 40 in the targets are read as unknown");
        assertThat(codec.target().tokens()).containsExactly("Zahl", "die");
        assertThat(codec.encodeSource("the number  5")).containsExactly(1, 0, 2);
        assertThat(codec.encodeTarget("die Zahl")).containsExactly(1, 0, codec.end());
        assertThat(codec.decodeTarget(1, 0, 2)).isEqualTo("die Zahl \uFFFD");
        assertThat(codec.longestSource()).isEqualTo(3);
        assertThat(codec.longestTarget()).isEqualTo(4);
        assertThat(Set.of(codec.begin(), codec.end(), 2, 1, 0)).hasSize(codec.targetSymbols());
    }

    @Test
    void sourcesThatLookTheSameAreOne() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            lines.add("caf" + (i % 2 == 0 ? "\u00e9" : "e\u0301") + i / 2 + "\tx");
        }
        PairCorpus corpus = corpus(lines);
        assertThat(corpus.codec().source().tokens()).contains("\u00e9").doesNotContain("\u0301");
        LexiconCodec codec = corpus.codec();
        assertThat(codec.encodeSource("cafe\u0301")).isEqualTo(codec.encodeSource("caf\u00e9"));
        assertThat(codec.sourcePieces("cafe\u0301")).hasSize(4);
        assertThat(corpus).asString().contains("are read composed (NFC)");
        Lexicon decomposed = new Lexicon(Tokens.CHARACTERS, List.of("e", "\u0301"));
        assertThat(decomposed.encode("e\u0301")).containsExactly(0, 1);
    }

    @Test
    void aFileMayBeReadAsItIsWritten() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            lines.add("e\u0301" + i + "\tx");
        }
        Path file = Files.write(folder.resolve("written.tsv"), lines);
        var settings =
                new PairCorpus.Settings(
                        Tokens.CHARACTERS, 9, 99, TextForm.WRITTEN, Skipping.NOTHING);
        PairCorpus corpus = PairCorpus.read(file, settings);
        assertThat(corpus).asString().doesNotContain("composed");
        assertThat(corpus.codec().source().tokens()).contains("e", "\u0301");
        assertThat(corpus.codec().encodeSource("\u00e9")).hasSize(2);
    }

    /** The pairs of a batch, read back from its arrays. */
    private static List<Pair> read(PairCodec codec, Map<String, Array> batch) {
        List<Pair> pairs = new ArrayList<>();
        int rows = batch.get("source_lengths").shape().dim(0);
        int[] source = batch.get("source").i32();
        int[] in = batch.get("target_in").i32();
        int[] out = batch.get("target_out").i32();
        for (int b = 0; b < rows; b++) {
            int length = batch.get("source_lengths").i32()[b];
            if (length == 0) {
                for (int t = 0; t < codec.longestTarget(); t++) {
                    assertThat(out[t * rows + b]).isEqualTo(CrossEntropy.IGNORED);
                }
                continue;
            }
            int[] from = new int[length];
            for (int s = 0; s < length; s++) {
                from[s] = source[s * rows + b];
            }
            int n = 0;
            while (out[n * rows + b] != codec.end()) {
                n++;
            }
            int[] to = new int[n];
            assertThat(in[b]).isEqualTo(codec.begin());
            for (int t = 0; t < n; t++) {
                to[t] = out[t * rows + b];
                assertThat(in[(t + 1) * rows + b]).isEqualTo(to[t]);
            }
            for (int t = n + 1; t < codec.longestTarget(); t++) {
                assertThat(out[t * rows + b]).isEqualTo(CrossEntropy.IGNORED);
            }
            pairs.add(
                    new Pair(
                            ((LexiconCodec) codec)
                                    .source()
                                    .unit()
                                    .join(
                                            Arrays.stream(from)
                                                    .mapToObj(
                                                            ((LexiconCodec) codec).source()::token)
                                                    .toList()),
                            codec.decodeTarget(to)));
        }
        return pairs;
    }

    @Test
    void eachEpochHasEveryPairOnceInAnOrderOfItsOwn() throws IOException {
        PairCorpus corpus = corpus(squares(50));
        List<Pair> trained = corpus.pairs(Split.TRAINING);
        Batches batches = corpus.training(8, 3);
        List<List<Pair>> epochs = new ArrayList<>();
        for (int epoch = 0; epoch < 2; epoch++) {
            List<Pair> pairs = new ArrayList<>();
            for (long i = 0; i < batches.stepsPerEpoch(); i++) {
                pairs.addAll(
                        read(corpus.codec(), batches.batch(epoch * batches.stepsPerEpoch() + i)));
            }
            assertThat(pairs).containsExactlyInAnyOrderElementsOf(trained);
            epochs.add(pairs);
        }
        assertThat(epochs.get(0)).isNotEqualTo(epochs.get(1)).isNotEqualTo(trained);
    }

    @Test
    void aBatchDependsOnSeedAndStepAlone() throws IOException {
        PairCorpus corpus = corpus(squares(50));
        Batches one = corpus.training(8, 3);
        Batches other = corpus.training(8, 3);
        for (long step = 0; step < 20; step++) {
            one.batch(step);
        }
        for (long step : new long[] {13, 2, 19}) {
            int[] expected = other.batch(step).get("source").i32().clone();
            assertThat(one.batch(step).get("source").i32()).isEqualTo(expected);
        }
        assertThat(corpus.training(8, 4).batch(0).get("source").i32())
                .isNotEqualTo(one.batch(0).get("source").i32());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\tb\nno tab|line 2, column 7: there is no tab",
                "a\tb\n\nc\td|line 2, column 1: the line is empty",
                "a\tb\n\t\nc\td|line 2, column 1: the line holds nothing but separators",
                "a;b\nc;d|line 1, column 4: there is no tab between source and target; if that is"
                        + " what ';' is meant to be, replace it by a tab",
                "# of 2020\na\tb\nc\td\ne\tf|'# of 2020' looks like a comment; such lines are"
                        + " skipped with --comment '#'",
                "a\tb\nby A. B.|line 2, column 9: there is no tab between source and target. If this"
                        + " last line is a sum or a note after the data, --skip-last 1 leaves it out",
                "a\tb\n\n\t \n|has too few lines: 1 different sources",
                "a\tb\tc|line 1, column 4: there is a second tab",
                "\tb|line 1, column 1: the source is empty",
                "😀\t \nx\ty|line 1, column 3: the target is empty",
                "a\tb\nc\t123456789012345678901|line 2, column 3: the target has 21 characters, more"
                        + " than 20",
                "a\tb\nc\td|has too few lines: 2 different sources, and at least 10"
            })
    void aFileThatCannotBeUsedIsRefusedWithLineAndColumn(String textAndMessage) throws IOException {
        String[] parts = textAndMessage.split("\\|");
        Path file = file(parts[0]);
        assertThatThrownBy(() -> PairCorpus.read(file, CHARACTERS))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("pairs.tsv")
                .hasMessageContaining(parts[1]);
    }

    @Test
    void whatIsNoPairIsSkipped() throws IOException {
        List<String> lines = squares(20);
        PairCorpus plain = corpus(lines);
        List<String> more = new ArrayList<>(List.of("# squares", "#\tof numbers"));
        more.addAll(lines);
        more.addAll(List.of("by A. B.", "", "\t", ""));
        PairCorpus skipped =
                PairCorpus.read(
                        Files.write(folder.resolve("more.tsv"), more),
                        new PairCorpus.Settings(
                                CHARACTERS.tokens(),
                                CHARACTERS.longest(),
                                CHARACTERS.vocabulary(),
                                TextForm.COMPOSED,
                                new Skipping(Optional.of('#'), 1)));
        for (Split split : Split.values()) {
            assertThat(skipped.pairs(split)).isEqualTo(plain.pairs(split));
        }
    }

    @Test
    void whatIsNotUtf8IsRefusedWithLineAndColumn() throws IOException {
        Path file = folder.resolve("latin.tsv");
        Files.write(file, new byte[] {'a', '\t', 'b', '\n', 'c', (byte) 0xE9, '\t', 'd'});
        assertThatThrownBy(() -> PairCorpus.read(file, CHARACTERS))
                .hasMessageContaining("not UTF-8")
                .hasMessageContaining("on line 2, column 2");
    }
}
