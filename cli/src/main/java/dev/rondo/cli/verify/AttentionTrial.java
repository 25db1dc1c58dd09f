package dev.rondo.cli.verify;

import dev.rondo.array.Array;
import dev.rondo.contract.Drawing;
import dev.rondo.contract.Family;
import dev.rondo.contract.Subject;
import dev.rondo.contract.Trial;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scan;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.graph.Variable;
import dev.rondo.models.attention.Attended;
import dev.rondo.models.attention.Attention;
import dev.rondo.models.attention.Attentions;
import dev.rondo.models.attention.Memory;
import dev.rondo.models.attention.MultiHeadAttention;

import java.util.List;
import java.util.SplittableRandom;

/**
 * One way to use an attention, drawn from a seed: sizes, with or without lengths, one query, a
 * sequence of queries, or one query after the other in a decoder's loop; causal where possible.
 */
final class AttentionTrial {
    private enum Form {
        QUERY,
        SEQUENCE,
        LOOP,
        CAUSAL
    }

    private static final int[] SMALL = {1, 2, 3};
    private static final int[] LARGE = {1, 2, 3, 5, 7, 8, 13, 16, 19, 31, 37};
    private static final int MOST_POSITIONS = 11;
    private static final int MOST_QUERIES = 5;

    private final SplittableRandom random;
    private final boolean small;
    private final Form form;
    private final int positions;
    private final int queries;
    private final int batch;
    private final int querySize;
    private final int memorySize;
    private final int[] lengths;

    private AttentionTrial(Attentions kind, long seed) {
        random = new SplittableRandom(seed);
        small = random.nextInt(4) == 0;
        positions = 1 + random.nextInt(small ? 3 : MOST_POSITIONS);
        batch = size();
        querySize = size();
        boolean same = kind == Attentions.DOT || kind == Attentions.SCALED_DOT;
        memorySize = same ? querySize : size();
        Form[] forms = Form.values();
        boolean causal = kind == Attentions.MULTI_HEAD;
        form = forms[random.nextInt(causal ? forms.length : forms.length - 1)];
        queries = form == Form.CAUSAL ? positions : 1 + random.nextInt(MOST_QUERIES);
        lengths = random.nextBoolean() ? random.ints(batch, 0, positions + 1).toArray() : null;
    }

    private int size() {
        int[] choices = small ? SMALL : LARGE;
        return choices[random.nextInt(choices.length)];
    }

    static Family family(Attentions kind) {
        String name = kind.id() + " attention";
        return new Family(
                name,
                seed -> {
                    AttentionTrial trial = new AttentionTrial(kind, seed);
                    return new Trial(trial.subject(name + " of seed " + seed, kind), trial.small);
                });
    }

    private Subject subject(String name, Attentions kind) {
        Scope scope = Scope.root();
        Attention attention = kind.create(scope.child("attention"), querySize, memorySize);
        Variable back =
                form == Form.LOOP
                        ? scope.parameter(
                                "W", Initializer.zeros(), querySize, attention.contextSize())
                        : null;
        return Subject.drawn(
                name,
                scope,
                d -> {
                    Tensor states = d.floats(positions, batch, memorySize);
                    Tensor n = lengths == null ? null : d.given("lengths", Array.of(lengths));
                    Attended a = attend(attention, attention.remember(states, n), d, back);
                    d.output("context", a.context());
                    d.output("weights", a.weights());
                });
    }

    private Attended attend(Attention attention, Memory memory, Drawing d, Variable back) {
        return switch (form) {
            case QUERY -> attention.attend(d.floats(batch, querySize), memory);
            case SEQUENCE -> attention.attend(d.floats(queries, batch, querySize), memory);
            case LOOP -> loop(attention, memory, d.floats(queries, batch, querySize), back);
            case CAUSAL ->
                    ((MultiHeadAttention) attention)
                            .attendCausally(d.floats(queries, batch, querySize), memory);
        };
    }

    /** Each query depends on the context before it, as in a decoder. */
    private Attended loop(Attention attention, Memory memory, Tensor xs, Variable back) {
        List<Tensor> outputs =
                Scan.over(queries)
                        .carrying(xs.graph().zeros(batch, querySize))
                        .reading(xs)
                        .run(
                                (carried, in) -> {
                                    Tensor query = in.getFirst().plus(carried.getFirst());
                                    Attended a = attention.attend(query, memory);
                                    Tensor next = Functions.tanh(back.of(a.context()));
                                    return new Scan.Step(
                                            List.of(next), List.of(a.context(), a.weights()));
                                })
                        .outputs();
        return new Attended(outputs.get(0), outputs.get(1));
    }
}
