package dev.rondo.models.seq2seq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.backend.NonFiniteException;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.models.Run;
import dev.rondo.models.attention.Attentions;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.data.PairCodec;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

class BeamDecoderTest {
    private static final int BEGIN = 0;
    private static final int END = 1;
    private static final int V = 4;
    private static final int S = 5;
    private static final List<int[]> SOURCES = List.of(new int[] {2, 3, 2, 0, 1}, new int[] {3, 1});

    private final Scope scope = Scope.root();
    private final EncoderDecoder model =
            new EncoderDecoder(
                    scope,
                    new EncoderDecoder.Config(
                            V,
                            V,
                            6,
                            8,
                            1,
                            Cells.LSTM,
                            Attentions.GENERAL,
                            AttentionPlace.INPUT_FEEDING));

    private Program program(long seed) {
        return Program.of(DType.F64, scope, seed);
    }

    private List<List<Hypothesis>> search(
            long seed, List<int[]> sources, int width, int longest, double alpha) {
        int batch = sources.size();
        try (var run = Run.compile(BeamDecoder.addTo(program(seed), model, S, batch, width))) {
            return new BeamDecoder(run, S, batch, width, BEGIN, END)
                    .decode(sources, longest, new LengthPenalty(alpha));
        }
    }

    @Test
    void marksAreSymbolsOfTheTargets() {
        Program both = GreedyDecoder.addTo(program(1), model, S, 2);
        try (Executable run = Run.compile(BeamDecoder.addTo(both, model, S, 2, 2))) {
            String range = "from 0 to " + (V - 1);
            assertThatThrownBy(() -> new GreedyDecoder(run, S, 2, V, END))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("begin mark", range, "got " + V);
            assertThatThrownBy(() -> new GreedyDecoder(run, S, 2, BEGIN, -2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("end mark", range + ", or -1", "got -2");
            assertThatThrownBy(() -> new BeamDecoder(run, S, 2, 2, -1, END))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("begin mark", range);
            assertThatThrownBy(() -> new BeamDecoder(run, S, 2, 2, BEGIN, V))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("end mark", range);
            assertThat(new GreedyDecoder(run, S, 2, BEGIN, PairCodec.NO_END).decode(SOURCES, 3))
                    .allMatch(w -> w.symbols().length == 3);
            assertThat(
                            new BeamDecoder(run, S, 2, 2, BEGIN, PairCodec.NO_END)
                                    .decode(SOURCES, 3, LengthPenalty.none()))
                    .allMatch(all -> all.getFirst().written().symbols().length == 3);
        }
    }

    @ParameterizedTest
    @EnumSource(AttentionPlace.class)
    void aBeamOfOneIsGreedyBitForBit(AttentionPlace place) {
        for (long seed = 0; seed < 5; seed++) {
            Scope own = Scope.root();
            var config = new EncoderDecoder.Config(V, V, 6, 8, 2, Cells.GRU, Attentions.DOT, place);
            var other = new EncoderDecoder(own, config);
            Program greedy = GreedyDecoder.addTo(Program.of(DType.F32, own, seed), other, S, 2);
            try (Executable run = Run.compile(BeamDecoder.addTo(greedy, other, S, 2, 1))) {
                List<Written> expected =
                        new GreedyDecoder(run, S, 2, BEGIN, END).decode(SOURCES, 7);
                List<List<Hypothesis>> got =
                        new BeamDecoder(run, S, 2, 1, BEGIN, END)
                                .decode(SOURCES, 7, new LengthPenalty(1));
                for (int b = 0; b < 2; b++) {
                    assertThat(got.get(b)).hasSize(1);
                    Written w = got.get(b).getFirst().written();
                    assertThat(w.symbols()).isEqualTo(expected.get(b).symbols());
                    assertThat(w.ended()).isEqualTo(expected.get(b).ended());
                    assertThat(w.weights().toArray())
                            .isEqualTo(expected.get(b).weights().toArray());
                }
            }
        }
    }

    /** Every sequence of up to {@code longest} symbols that there is, the end mark included. */
    private static List<int[]> everySequence(int longest) {
        List<int[]> all = new ArrayList<>();
        List<int[]> open = List.of(new int[0]);
        for (int t = 0; t < longest; t++) {
            List<int[]> next = new ArrayList<>();
            for (int[] before : open) {
                for (int v = 0; v < V; v++) {
                    int[] line = Arrays.copyOf(before, t + 1);
                    line[t] = v;
                    (v == END ? all : next).add(line);
                }
            }
            open = next;
        }
        all.addAll(open);
        return all;
    }

    /** ln P of each sequence given the first source, by teacher forcing. */
    private double[] logProbabilities(long seed, List<int[]> sequences, int longest) {
        int rows = sequences.size();
        int[] in = new int[longest * rows];
        int[] out = new int[longest * rows];
        int[] source = new int[S * rows];
        for (int r = 0; r < rows; r++) {
            int[] line = sequences.get(r);
            for (int t = 0; t < line.length; t++) {
                out[t * rows + r] = line[t];
                in[t * rows + r] = t == 0 ? BEGIN : line[t - 1];
            }
            for (int s = 0; s < S; s++) {
                source[s * rows + r] = SOURCES.getFirst()[s];
            }
        }
        Program p =
                program(seed)
                        .with(
                                "score",
                                t -> {
                                    var x = t.input("x", DType.I32, S, rows);
                                    var y = t.input("y", DType.I32, longest, rows);
                                    var logits = model.logits(x, null, y);
                                    t.output("log", Functions.logSoftmax(logits, -1));
                                });
        try (Executable run = Run.compile(p)) {
            Array log =
                    run.run(
                                    "score",
                                    Map.of(
                                            "x", Array.of(source, S, rows),
                                            "y", Array.of(in, longest, rows)))
                            .get("log");
            double[] sums = new double[rows];
            for (int r = 0; r < rows; r++) {
                for (int t = 0; t < sequences.get(r).length; t++) {
                    sums[r] += log.get((t * rows + r) * V + out[t * rows + r]);
                }
            }
            return sums;
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.7, 3})
    void aBeamAsWideAsAllSequencesFindsTheTrueBest(double alpha) {
        int longest = 4;
        List<int[]> all = everySequence(longest);
        int missed = 0;
        for (long seed = 0; seed < 4; seed++) {
            double[] logs = logProbabilities(seed, all, longest);
            var penalty = new LengthPenalty(alpha);
            List<Integer> ended = new ArrayList<>();
            for (int i = 0; i < logs.length; i++) {
                if (all.get(i)[all.get(i).length - 1] == END) {
                    ended.add(i);
                }
            }
            int best =
                    ended.stream()
                            .max(
                                    Comparator.comparingDouble(
                                            i -> logs[i] / penalty.of(all.get(i).length)))
                            .orElseThrow();
            int[] sequence = all.get(best);
            int[] text = Arrays.copyOf(sequence, sequence.length - 1);

            List<Hypothesis> found =
                    search(seed, SOURCES.subList(0, 1), all.size(), longest, alpha).getFirst();

            assertThat(found).hasSize(all.size());
            Hypothesis top = found.getFirst();
            assertThat(top.written().symbols()).isEqualTo(text);
            assertThat(top.written().ended()).isTrue();
            assertThat(top.logProbability()).isCloseTo(logs[best], within(1e-12));
            assertThat(top.score())
                    .isCloseTo(logs[best] / penalty.of(sequence.length), within(1e-12));
            assertThat(found.stream().mapToDouble(h -> Math.exp(h.logProbability())).sum())
                    .isCloseTo(1, within(1e-12));
            assertThat(found.stream().filter(h -> h.written().ended()).map(Hypothesis::score))
                    .isSortedAccordingTo(Comparator.reverseOrder());
            assertThat(top.written().weights()).hasSize(sequence.length);
            Hypothesis narrow =
                    search(seed, SOURCES.subList(0, 1), 1, longest, alpha).getFirst().getFirst();
            missed += narrow.score() < top.score() ? 1 : 0;
        }
        assertThat(missed).as("searches in which the greedy sequence is not the best").isPositive();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1000, 1e300, Double.MAX_VALUE})
    void aHugePenaltyPutsTheLongestFirst(double alpha) {
        boolean several = false;
        for (long seed = 0; seed < 5; seed++) {
            List<Hypothesis> found =
                    search(seed, SOURCES.subList(0, 1), 8, 4, alpha).getFirst().stream()
                            .filter(h -> h.written().ended())
                            .toList();
            assertThat(found).extracting(Hypothesis::score).allMatch(Double::isFinite);
            assertThat(found)
                    .extracting(h -> h.written().symbols().length)
                    .isSortedAccordingTo(Comparator.reverseOrder());
            several |= found.size() > 1;
        }
        assertThat(several).isTrue();
    }

    @Test
    void sourcesAtOnceAreSearchedAsEachAlone() {
        List<List<Hypothesis>> together = search(3, SOURCES, 3, 6, 0.6);
        for (int b = 0; b < 2; b++) {
            List<Hypothesis> alone = search(3, List.of(SOURCES.get(b)), 3, 6, 0.6).getFirst();
            assertThat(together.get(b)).hasSize(3);
            for (int i = 0; i < 3; i++) {
                Written w = together.get(b).get(i).written();
                assertThat(w.symbols()).isEqualTo(alone.get(i).written().symbols());
                assertThat(w.weights().getLast()).hasSize(SOURCES.get(b).length);
                assertThat(w.weights().getLast())
                        .containsExactly(alone.get(i).written().weights().getLast(), within(1e-13));
                assertThat(together.get(b).get(i).score())
                        .isCloseTo(alone.get(i).score(), within(1e-12));
            }
        }
    }

    @Test
    void amongEqualsTheLowerIndexWins() {
        Beam beam = new Beam(3, 9);
        beam.step(new double[][] {{0, 0, 0, 0}}, new double[] {1}, new double[1][]);
        assertThat(List.of(beam.symbol(0), beam.symbol(1), beam.symbol(2)))
                .containsExactly(0, 1, 2);
        double[] same = {5, 7, 7, 5};
        beam.step(new double[][] {same, same, same}, new double[] {8, 8, 8}, new double[3][]);
        assertThat(List.of(beam.parent(0), beam.parent(1), beam.parent(2)))
                .containsExactly(0, 0, 1);
        assertThat(List.of(beam.symbol(0), beam.symbol(1), beam.symbol(2)))
                .containsExactly(1, 2, 1);
    }

    @Test
    void whatHasEndedGivesItsPlaceUp() {
        Beam beam = new Beam(2, 1);
        beam.step(new double[][] {{3, 4, 2}}, new double[] {5}, new double[1][]);
        assertThat(beam.open()).isEqualTo(1);
        assertThat(beam.symbol(0)).isZero();
        beam.step(new double[][] {{0, 9, 0}}, new double[] {9.5}, new double[1][]);
        assertThat(beam.open()).isZero();
        List<Hypothesis> all = beam.hypotheses(LengthPenalty.none());
        assertThat(all.get(0).written().symbols()).isEmpty();
        assertThat(all.get(0).logProbability()).isEqualTo(-1);
        assertThat(all.get(1).written().symbols()).containsExactly(0);
        assertThat(all.get(1).logProbability()).isEqualTo(-2.5);
    }

    @Test
    void theLengthPenaltyIsThatOfWuEtAl() {
        assertThat(new LengthPenalty(0.7).of(1)).isEqualTo(1);
        assertThat(new LengthPenalty(1).of(7)).isEqualTo(2);
        assertThat(new LengthPenalty(0.5).of(19)).isEqualTo(2);
        assertThat(LengthPenalty.none().of(100)).isEqualTo(1);
        assertThatThrownBy(() -> new LengthPenalty(-1)).hasMessageContaining("0 or above");
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> BeamDecoder.entries(DType.F32, model, S, 1, 0))
                .hasMessageContaining("at least 1 wide");
        assertThatThrownBy(() -> Beam.largest(new double[] {1, Double.NaN}, 1))
                .isInstanceOf(NonFiniteException.class);
        assertThatThrownBy(() -> search(1, List.of(new int[6]), 2, 3, 0))
                .hasMessageContaining("source 0 has 6");
    }
}
