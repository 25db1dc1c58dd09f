package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.cell.Cell;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.RecurrentStack;
import dev.rondo.cell.SequenceLayer;
import dev.rondo.cell.StackedCell;
import dev.rondo.cell.States;
import dev.rondo.graph.Entry;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.TraceException;
import dev.rondo.graph.Type;
import dev.rondo.models.attention.Attention;
import dev.rondo.models.attention.Attentions;
import dev.rondo.models.attention.MultiHeadAttention;
import dev.rondo.models.cell.Cells;
import dev.rondo.models.cell.Gru;
import dev.rondo.models.cell.Lstm;
import dev.rondo.models.cell.ProjectedLstm;
import dev.rondo.models.cell.ResetGate;
import dev.rondo.models.cell.Rnn;
import dev.rondo.models.cell.StackOptions;
import dev.rondo.models.classification.Pooling;
import dev.rondo.models.classification.SequenceClassifier;
import dev.rondo.models.forecast.FirstGuess;
import dev.rondo.models.forecast.Forecaster;
import dev.rondo.models.forecast.PointForecast;
import dev.rondo.models.language.LanguageModel;
import dev.rondo.models.layer.Dense;
import dev.rondo.models.layer.Embedding;
import dev.rondo.models.layer.LayerNorm;
import dev.rondo.models.layer.Mode;
import dev.rondo.models.loss.AbsoluteError;
import dev.rondo.models.loss.BinaryCrossEntropy;
import dev.rondo.models.loss.CrossEntropy;
import dev.rondo.models.loss.HuberError;
import dev.rondo.models.loss.SquaredError;
import dev.rondo.models.seq2seq.AttentionPlace;
import dev.rondo.models.seq2seq.Encoder;
import dev.rondo.models.seq2seq.EncoderDecoder;
import dev.rondo.models.torch.RecurrentForm;
import dev.rondo.models.torch.RecurrentKind;
import dev.rondo.models.torch.RecurrentNetwork;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Whatever reads tensors refuses those of another type, rank or size, and never stretches them: the
 * message says who it was, by its scope's path, what it asks for and what it was given.
 */
class WrongFormProperties {
    private static final String PATH = "net.part";
    private static final String CROSS_ENTROPY = "cross-entropy";
    private static final int VOCABULARY = 9;

    /**
     * A tensor that is read.
     *
     * @param type what is right
     * @param bound axes whose extent cannot be changed alone
     * @param ranks those that may be
     */
    private record Port(Type type, List<Integer> bound, IntPredicate ranks) {}

    /** Something that reads tensors; {@code called} is what messages about it have to contain. */
    private record Reader(
            String name, String called, List<Port> ports, Consumer<List<Tensor>> read) {}

    private final List<Reader> readers = new ArrayList<>();

    private void reader(String name, List<Port> ports, Consumer<List<Tensor>> read) {
        readers.add(new Reader(name, "'" + PATH, ports, read));
    }

    private static Port port(DType dtype, int... dims) {
        return new Port(
                new Type(dtype, Shape.of(dims)),
                IntStream.range(0, dims.length).boxed().toList(),
                rank -> rank == dims.length);
    }

    private static Port floats(int... dims) {
        return port(DType.F32, dims);
    }

    private static Port wholes(int... dims) {
        return port(DType.I32, dims);
    }

    /** A port whose extents are free but for those of some axes. */
    private static Port only(Port port, Integer... bound) {
        return new Port(port.type(), List.of(bound), port.ranks());
    }

    /** A port that reads the last axis alone. */
    private static Port last(Port port) {
        return new Port(port.type(), List.of(port.type().shape().rank() - 1), rank -> rank >= 1);
    }

    private static Scope scope() {
        return Scope.root().child("net").child("part");
    }

    private <S extends Record> void cell(String name, Cell<S> cell, int t, int b, int i) {
        S form = cell.initialState(Graph.root("form", DType.F32), b);
        List<Port> state = new ArrayList<>();
        for (Tensor s : States.tensors(form)) {
            state.add(port(s.dtype(), s.shape().dims()));
        }
        List<Port> step = new ArrayList<>(List.of(floats(b, i)));
        step.addAll(state);
        reader(
                name + ".step",
                step,
                x -> cell.step(x.getFirst(), States.with(form, x.subList(1, x.size()))));
        List<Port> over = new ArrayList<>(List.of(only(floats(t, b, i), 1, 2), wholes(b)));
        over.addAll(state);
        reader(
                "recurrence of " + name,
                over,
                x ->
                        Recurrence.of(cell)
                                .lengths(x.get(1))
                                .from(States.with(form, x.subList(2, x.size())))
                                .over(x.getFirst()));
    }

    private void cells(int t, int b, int i, int h) {
        cell("RNN", new Rnn(scope(), i, h), t, b, i);
        cell("LSTM", new Lstm(scope(), i, h), t, b, i);
        cell("GRU", new Gru(scope(), i, h), t, b, i);
        cell("GRU after", new Gru(scope(), i, h, ResetGate.AFTER), t, b, i);
        cell("projected LSTM", new ProjectedLstm(scope(), i, h, h + 1), t, b, i);
        StackedCell stack = Cells.LSTM.stack(scope(), i, h, 2);
        cell("stack", stack, t, b, i);
        StackedCell.State form = stack.initialState(Graph.root("form", DType.F32), b);
        reader(
                "StackedCell.over",
                List.of(
                        only(floats(t, b, i), 1, 2),
                        wholes(b),
                        floats(b, h),
                        floats(b, h),
                        floats(b, h),
                        floats(b, h)),
                x -> stack.over(x.get(0), x.get(1), States.with(form, x.subList(2, 6))));
        RecurrentStack both =
                new RecurrentStack(
                        List.of(
                                SequenceLayer.bidirectional(
                                        new Gru(scope().child("f"), i, h),
                                        new Rnn(scope().child("b"), i, h)),
                                SequenceLayer.of(new Gru(scope().child("up"), 2 * h, h))));
        reader(
                "RecurrentStack",
                List.of(only(floats(t, b, i), 1, 2), wholes(b)),
                x -> both.over(x.get(0), x.get(1)));
    }

    private void layers(int t, int b, int i, int h) {
        Dense dense = new Dense(scope(), i, h);
        reader("Dense", List.of(last(floats(t, b, i))), x -> dense.of(x.getFirst()));
        LayerNorm norm = new LayerNorm(scope(), i);
        reader("LayerNorm", List.of(last(floats(t, b, i))), x -> norm.of(x.getFirst()));
        Embedding embedding = new Embedding(scope(), VOCABULARY, h);
        Port symbols = new Port(wholes(t, b).type(), List.of(), _ -> true);
        reader("Embedding", List.of(symbols), x -> embedding.of(x.getFirst()));
    }

    private void attention(String name, Attention attention, int t, int s, int b, int d) {
        IntPredicate ranks = rank -> rank == 2 || rank == 3;
        Port single = new Port(floats(b, d).type(), List.of(0, 1), ranks);
        Port sequence = new Port(floats(t, b, d).type(), List.of(1, 2), ranks);
        for (Port query : List.of(single, sequence)) {
            readers.add(
                    new Reader(
                            name + ", a query of " + query.type(),
                            "attention '" + PATH + "'",
                            List.of(floats(s, b, d), only(floats(s, b, d), 0, 1), wholes(b), query),
                            x ->
                                    attention.attend(
                                            x.get(3),
                                            attention.remember(x.get(0), x.get(1), x.get(2)))));
        }
    }

    private void attentions(int t, int s, int b, int d) {
        for (Attentions kind : Attentions.values()) {
            attention(kind.id(), kind.create(scope(), d, d), t, s, b, d);
        }
        MultiHeadAttention causal = new MultiHeadAttention(scope(), d, d, 2 * d, 2);
        reader(
                "causal attention",
                List.of(only(floats(t, b, d), 1, 2), floats(t, b, d), floats(t, b, d)),
                x -> causal.attendCausally(x.get(0), causal.remember(x.get(1), x.get(2), null)));
    }

    private void models(int t, int s, int b, int i, int h) {
        LanguageModel language =
                new LanguageModel(
                        scope(), new LanguageModel.Config(VOCABULARY, i, h, 2, Cells.GRU));
        StackedCell.State form = language.initialState(Graph.root("form", DType.F32), b);
        List<Port> state = List.of(floats(b, h), floats(b, h));
        reader(
                "LanguageModel.over",
                List.of(only(wholes(t, b), 1), state.get(0), state.get(1)),
                x -> language.over(x.getFirst(), States.with(form, x.subList(1, 3))));
        reader(
                "LanguageModel.step",
                List.of(wholes(b), state.get(0), state.get(1)),
                x -> language.step(x.getFirst(), States.with(form, x.subList(1, 3))));
        SequenceClassifier.Config symbols =
                SequenceClassifier.Config.of(
                                new SequenceClassifier.Symbols(VOCABULARY, i), Cells.GRU, h, 3)
                        .bidirectional()
                        .ragged();
        SequenceClassifier.Config features =
                SequenceClassifier.Config.of(new SequenceClassifier.Features(i), Cells.LSTM, h, 3);
        for (Pooling pooling : Pooling.values()) {
            SequenceClassifier ragged = new SequenceClassifier(scope(), symbols.pooling(pooling));
            reader(
                    "classifier of symbols, " + pooling,
                    List.of(only(wholes(t, b), 1), wholes(b)),
                    x -> ragged.logits(Mode.evaluating(), x.get(0), x.get(1)));
        }
        SequenceClassifier whole = new SequenceClassifier(scope(), features);
        reader(
                "classifier of features",
                List.of(only(floats(t, b, i), 2)),
                x -> whole.logits(Mode.evaluating(), x.getFirst(), null));
        Forecaster forecaster =
                new Forecaster(
                        scope(),
                        new Forecaster.Config(
                                Forecaster.Inputs.of(5, 4, i),
                                h,
                                1,
                                Cells.RNN,
                                StackOptions.none(),
                                PointForecast.mean(),
                                FirstGuess.LAST));
        reader(
                "forecaster",
                List.of(only(floats(t, b, i), 2)),
                x -> forecaster.of(Mode.evaluating(), Forecaster.Given.of(x.getFirst())));
        Encoder encoder = new Encoder(scope(), Cells.LSTM, VOCABULARY, i, 2 * h, 2);
        reader(
                "encoder",
                List.of(only(wholes(s, b), 1), wholes(b)),
                x -> encoder.over(x.get(0), x.get(1)));
        for (AttentionPlace place : AttentionPlace.values()) {
            EncoderDecoder both =
                    new EncoderDecoder(
                            scope(),
                            new EncoderDecoder.Config(
                                    VOCABULARY,
                                    VOCABULARY,
                                    i,
                                    2 * h,
                                    1,
                                    Cells.GRU,
                                    Attentions.GENERAL,
                                    place));
            reader(
                    "encoder-decoder, " + place,
                    List.of(only(wholes(s, b), 1), wholes(b), only(wholes(t, b), 1)),
                    x -> both.logits(x.get(0), x.get(1), x.get(2)));
            reader(
                    "a step of a decoder, " + place,
                    List.of(only(wholes(s, b), 1), wholes(b), wholes(b)),
                    x -> both.decodeStep(x.get(2), both.encode(x.get(0), x.get(1))));
        }
        RecurrentNetwork torch =
                new RecurrentNetwork(
                        scope(), new RecurrentForm(RecurrentKind.LSTM, i, h, 0, 2, true));
        reader(
                "RecurrentNetwork",
                List.of(only(floats(t, b, i), 1, 2), wholes(b), floats(4, b, h), floats(4, b, h)),
                x -> torch.over(x.get(0), x.get(1), x.subList(2, 4)));
    }

    private void losses(int t, int b, int classes) {
        List<Port> same = List.of(floats(t, b), floats(t, b));
        loss(
                CROSS_ENTROPY,
                List.of(only(floats(t, b, classes), 0, 1), wholes(t, b)),
                x -> CrossEntropy.of(x.get(0), x.get(1)));
        loss("binary cross-entropy", same, x -> BinaryCrossEntropy.of(x.get(0), x.get(1)));
        loss("the squared error", same, x -> SquaredError.mean(x.get(0), x.get(1)));
        loss("the absolute error", same, x -> AbsoluteError.mean(x.get(0), x.get(1)));
        loss("Huber's error", same, x -> new HuberError(1).mean(x.get(0), x.get(1)));
    }

    private void loss(String name, List<Port> ports, Consumer<List<Tensor>> read) {
        readers.add(new Reader(name, name, ports, read));
    }

    /** The tensors that a port must not be given. */
    private static List<Type> wrong(Reader reader, Port port) {
        DType dtype = port.type().dtype();
        Shape shape = port.type().shape();
        List<Type> all = new ArrayList<>();
        for (DType other : DType.values()) {
            // a loss of logits of either float type is right
            boolean right = other == DType.F64 && reader.name().equals(CROSS_ENTROPY);
            if (other != dtype && !(dtype.isFloat() && right)) {
                all.add(new Type(other, shape));
            }
        }
        for (int axis : port.bound()) {
            // 1 is what would be stretched
            all.add(new Type(dtype, shape.with(axis, 1)));
            all.add(new Type(dtype, shape.with(axis, shape.dim(axis) + 1)));
        }
        for (Shape other :
                List.of(
                        Shape.SCALAR,
                        shape.tail(),
                        shape.prepend(1),
                        shape.append(1),
                        shape.prepend(shape.dim(0)))) {
            if (!port.ranks().test(other.rank())) {
                all.add(new Type(dtype, other));
            }
        }
        return all;
    }

    private static void trace(Reader reader, List<Type> given) {
        Entry.trace(
                "entry",
                DType.F32,
                t -> {
                    List<Tensor> inputs = new ArrayList<>();
                    for (Type type : given) {
                        inputs.add(t.input("x" + inputs.size(), type.dtype(), type.shape().dims()));
                    }
                    reader.read().accept(inputs);
                });
    }

    private static void check(Reader reader) {
        List<Type> right = reader.ports().stream().map(Port::type).toList();
        assertThatCode(() -> trace(reader, right)).as(reader.name()).doesNotThrowAnyException();
        for (int p = 0; p < right.size(); p++) {
            for (Type bad : wrong(reader, reader.ports().get(p))) {
                List<Type> given = new ArrayList<>(right);
                given.set(p, bad);
                Throwable thrown = catchThrowable(() -> trace(reader, given));
                assertThat(thrown)
                        .as("%s given %s", reader.name(), given)
                        .isInstanceOf(TraceException.class)
                        .hasMessageContaining(reader.called());
                assertThat(given.stream().flatMap(t -> Arrays.stream(seen(t))))
                        .as("%s given %s: %s", reader.name(), given, thrown.getMessage())
                        .anyMatch(seen -> thrown.getMessage().contains(seen));
            }
        }
    }

    /** How a message may show what was given: whole, or as a step of a loop sees it. */
    private static String[] seen(Type t) {
        return t.shape().rank() == 0
                ? new String[] {t.toString()}
                : new String[] {t.toString(), new Type(t.dtype(), t.shape().tail()).toString()};
    }

    @Property(tries = 6)
    void nothingOfAnotherFormIsRead(
            @ForAll @IntRange(min = 2, max = 4) int t,
            @ForAll @IntRange(min = 2, max = 4) int s,
            @ForAll @IntRange(min = 2, max = 4) int b,
            @ForAll @IntRange(min = 2, max = 4) int i,
            @ForAll @IntRange(min = 2, max = 4) int h) {
        readers.clear();
        cells(t, b, i, h);
        layers(t, b, i, h);
        attentions(t, s, b, i);
        models(t, s, b, i, h);
        losses(t, b, i);
        readers.forEach(WrongFormProperties::check);
    }
}
