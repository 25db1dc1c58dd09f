package dev.rondo.models.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.models.classification.Sequence;
import dev.rondo.models.classification.SequenceClassifier;
import dev.rondo.models.loss.CrossEntropy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

class ExampleTest {
    private static final Optional<String> CLASS = Optional.of("class");

    @TempDir private Path folder;

    private CsvTable table(String... lines) throws IOException {
        Path file = folder.resolve("t.csv");
        Files.write(file, List.of(lines));
        return CsvTable.read(file);
    }

    private static double[][] numbers(Example e) {
        return ((Example.Numbers) e.content()).steps();
    }

    @Test
    void textsAreReadWithTheirClasses() throws IOException {
        CsvTable table = table("class,words", "\"a,\"\"b\",\"one, two\"", "<i>,three");

        List<Example> read = new ExampleColumns.OfText("words").read(table, CLASS);

        assertThat(read)
                .containsExactly(
                        new Example(new Example.Text("one, two"), "a,\"b", 2, ""),
                        new Example(new Example.Text("three"), "<i>", 3, ""));
        assertThatThrownBy(
                        () ->
                                new ExampleColumns.OfText("words")
                                        .read(table("class,words", "a,x", "b,", "b,y"), CLASS))
                .hasMessageContaining("line 3, column 'words': the text is empty");
        assertThatThrownBy(
                        () ->
                                new ExampleColumns.OfText("words")
                                        .read(table("class,words", "a,x", ",z", "b,y"), CLASS))
                .hasMessageContaining("line 3, column 'class': the class is empty");
    }

    @Test
    void aRowIsASequenceThatEndsBeforeItsEmptyCells() throws IOException {
        CsvTable table = table("class,t1,t2,t3", "a,1,2.5,3", "b,-1,,");
        ExampleColumns columns = new ExampleColumns.OfRow(List.of()).in(table, "class");

        List<Example> read = columns.read(table, CLASS);

        assertThat(numbers(read.getFirst())).isDeepEqualTo(new double[][] {{1}, {2.5}, {3}});
        assertThat(numbers(read.getLast())).isDeepEqualTo(new double[][] {{-1}});
        assertThatThrownBy(() -> columns.read(table("class,t1,t2,t3", "a,1,,3"), CLASS))
                .hasMessageContaining("line 2, column 't2': the cell is empty");
        assertThatThrownBy(() -> columns.read(table("class,t1,t2,t3", "a,,,", "b,1,2,3"), CLASS))
                .hasMessageContaining("line 2, column 't1': the row has no numbers");
    }

    @Test
    void rowsOfOneIdAreASequenceInTheOrderOfTime() throws IOException {
        CsvTable table =
                table("id,when,x,y,class", "p,2,3,30,a", "q,1,7,70,b", "p,1,1,10,a", "q,5,8,80,b");
        ExampleColumns columns =
                new ExampleColumns.OfSteps("id", Optional.of("when"), List.of()).in(table, "class");

        List<Example> read = columns.read(table, CLASS);

        assertThat(numbers(read.getFirst())).isDeepEqualTo(new double[][] {{1, 10}, {3, 30}});
        assertThat(numbers(read.getLast())).isDeepEqualTo(new double[][] {{7, 70}, {8, 80}});
        assertThat(read).extracting(Example::name).containsExactly("'p'", "'q'");
        assertThatThrownBy(
                        () ->
                                columns.read(
                                        table("id,when,x,y,class", "p,1,0,0,a", "p,2,0,0,b"),
                                        CLASS))
                .hasMessageContaining("line 3, column 'class': the class is 'b', and line 2")
                .hasMessageContaining("says 'a'");
        assertThatThrownBy(
                        () ->
                                columns.read(
                                        table("id,when,x,y,class", "p,1,0,0,a", "p,1,0,0,a"),
                                        CLASS))
                .hasMessageContaining("line 3, column 'when': line 2 has the same time");
    }

    @Test
    void aColumnHasOneMeaning() {
        assertThatThrownBy(() -> new ExampleColumns.OfText("a").check("a"))
                .hasMessageContaining("'a' is named twice");
        assertThatThrownBy(() -> new ExampleColumns.OfRow(List.of()).check("a"))
                .hasMessageContaining("no column of values beside 'a'");
    }

    @Test
    void aTextIsReadUpToItsLimitAndNumbersAreStandardized() {
        Lexicon lexicon = new Lexicon(Tokens.BARE_WORDS, List.of("don't", "stop"));
        var texts = new ExampleCodec.OfTexts(lexicon, 3);
        Example.Text text = new Example.Text("Don\u2019t STOP, (never) stop!");
        assertThat(((Sequence.Symbols) texts.encode(text)).symbols()).containsExactly(0, 1, 2);
        assertThat(texts.length(text)).isEqualTo(4);
        assertThat(texts.unknown(text).count()).isEqualTo(1);
        assertThatThrownBy(() -> texts.encode(new Example.Text("?!")))
                .hasMessageContaining("no word");

        var one = new Example(new Example.Numbers(new double[][] {{1}, {3}}), "", 2, "");
        var codec = ExampleCodec.OfNumbers.fit(List.of(one), List.of("x"));
        assertThat(((Sequence.Features) codec.encode(one.content())).values())
                .isDeepEqualTo(new float[][] {{-1}, {1}});
        assertThat(codec.beyond(new Example.Numbers(new double[][] {{0}, {2}, {4}}))).isEqualTo(2);
        assertThatThrownBy(() -> codec.encode(new Example.Numbers(new double[][] {{1e300}})))
                .hasMessageContaining("so far from what");
        assertThatThrownBy(() -> codec.encode(new Example.Numbers(new double[][] {{1, 2}})))
                .hasMessageContaining("step 1 has 2 numbers; the model reads 1");
        var flat = new Example(new Example.Numbers(new double[][] {{3}, {3}}), "", 2, "");
        assertThatThrownBy(() -> ExampleCodec.OfNumbers.fit(List.of(flat), List.of("x")))
                .hasMessageContaining("all equal");
    }

    @Test
    void everyPartHasItsShareOfEveryClass() {
        SplittableRandom random = new SplittableRandom(4);
        int[] labels = random.ints(1000, 0, 10).map(i -> i < 8 ? 0 : i - 7).toArray();
        List<String> names = List.of("a", "b", "c");
        Split[] parts = new StratifiedSplit(0.1, 0.2, 7).of(labels, names);
        for (int c = 0; c < 3; c++) {
            Map<Split, Integer> counts = new EnumMap<>(Split.class);
            int all = 0;
            for (int i = 0; i < labels.length; i++) {
                if (labels[i] == c) {
                    counts.merge(parts[i], 1, Integer::sum);
                    all++;
                }
            }
            assertThat(counts.get(Split.TEST)).isEqualTo((int) Math.round(0.2 * all));
            assertThat(counts.get(Split.VALIDATION)).isEqualTo((int) Math.round(0.1 * all));
        }
        assertThat(new StratifiedSplit(0.1, 0.2, 7).of(labels, names)).isEqualTo(parts);
        assertThat(new StratifiedSplit(0.1, 0.2, 8).of(labels, names)).isNotEqualTo(parts);
        assertThat(new StratifiedSplit(0.1, 0, 7).of(labels, names)).doesNotContain(Split.TEST);
        assertThatThrownBy(
                        () -> new StratifiedSplit(0.1, 0.1, 1).of(new int[] {0, 0, 0, 1, 1}, names))
                .hasMessage(
                        "class 'b' has 2 examples: too few for training, validation and test. Add"
                                + " some, or remove the class");
        assertThatThrownBy(() -> new StratifiedSplit(0.6, 0.4, 1)).hasMessageContaining("below 1");
    }

    @Test
    void anEpochHasEverySequenceOnce() {
        List<Sequence.Symbols> sequences = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            int[] symbols = new int[1 + i % 3];
            Arrays.fill(symbols, i);
            sequences.add(new Sequence.Symbols(symbols));
        }
        int[] labels = {0, 1, 0, 1, 0, 1, 0};
        SequenceBatches batches = SequenceBatches.training(sequences, labels, 3, 4, 5);
        assertThat(batches.stepsPerEpoch()).isEqualTo(2);
        List<List<Integer>> epochs = new ArrayList<>();
        for (int epoch = 0; epoch < 2; epoch++) {
            Map<Integer, Integer> seen = new TreeMap<>();
            List<Integer> order = new ArrayList<>();
            for (int step = 2 * epoch; step < 2 * epoch + 2; step++) {
                Map<String, Array> batch = batches.batch(step);
                for (int b = 0; b < 4; b++) {
                    int length = (int) batch.get(SequenceClassifier.LENGTHS).get(b);
                    int label = (int) batch.get(SequenceClassifier.LABELS).get(b);
                    int first = (int) batch.get(SequenceClassifier.SEQUENCE).get(b);
                    if (length == 0) {
                        assertThat(label).isEqualTo(CrossEntropy.IGNORED);
                    } else {
                        seen.merge(first, 1, Integer::sum);
                        order.add(first);
                        assertThat(length).isEqualTo(1 + first % 3);
                        assertThat(label).isEqualTo(labels[first]);
                    }
                }
            }
            assertThat(seen).hasSize(7).allSatisfy((_, n) -> assertThat(n).isOne());
            epochs.add(order);
        }
        assertThat(epochs.getFirst()).isNotEqualTo(epochs.getLast());
        assertThatThrownBy(() -> SequenceBatches.once(sequences, 2, 4))
                .hasMessageContaining("a batch has 2 steps, and a sequence 3");
    }
}
