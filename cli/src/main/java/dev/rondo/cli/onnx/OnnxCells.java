package dev.rondo.cli.onnx;

import dev.rondo.array.Shape;
import dev.rondo.cell.Cell;
import dev.rondo.cell.Recurrence;
import dev.rondo.cell.States;
import dev.rondo.cell.Step;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Graph;
import dev.rondo.graph.Tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The recurrent operators. */
final class OnnxCells {
    static final Map<String, OnnxOperators.Operator> OPERATORS =
            Map.of("LSTM", OnnxCells::of, "GRU", OnnxCells::of, "RNN", OnnxCells::of);

    private static final Set<String> DIRECTIONS = Set.of("forward", "reverse", "bidirectional");
    private static final Set<String> ATTRIBUTES =
            Set.of(
                    "hidden_size",
                    "direction",
                    "activations",
                    "activation_alpha",
                    "activation_beta",
                    "input_forget",
                    "linear_before_reset",
                    "layout",
                    "output_sequence");

    private OnnxCells() {}

    /** Why such a node cannot be imported. */
    static Optional<String> refusal(OnnxNode n) {
        for (String attribute : n.attributes().keys()) {
            if (!ATTRIBUTES.contains(attribute)) {
                return Optional.of(", whose attribute " + attribute + " is not known here");
            }
        }
        if (!DIRECTIONS.contains(n.text("direction", "forward"))) {
            return Optional.of(", whose direction is " + n.text("direction", ""));
        }
        List<String> names = activations(n);
        if (names.size() != directions(n) * functions(n)) {
            return Optional.of(
                    ", which has "
                            + names.size()
                            + " activations for "
                            + directions(n)
                            + " directions");
        }
        return names.stream()
                .filter(a -> OnnxElements.function(canonical(a), 1, 0) == null)
                .findFirst()
                .map(a -> ", whose activation is " + a);
    }

    private static int directions(OnnxNode n) {
        return n.text("direction", "forward").equals("bidirectional") ? 2 : 1;
    }

    /** The number of activations of one direction. */
    private static int functions(OnnxNode n) {
        return switch (n.operator()) {
            case "LSTM" -> 3;
            case "GRU" -> 2;
            default -> 1;
        };
    }

    private static List<String> activations(OnnxNode n) {
        List<String> usual =
                switch (n.operator()) {
                    case "LSTM" -> List.of("Sigmoid", "Tanh", "Tanh");
                    case "GRU" -> List.of("Sigmoid", "Tanh");
                    default -> List.of("Tanh");
                };
        List<String> all = new ArrayList<>(usual);
        if (directions(n) == 2) {
            all.addAll(usual);
        }
        return n.texts("activations", all);
    }

    /** ONNX does not tell upper from lower case here. */
    private static String canonical(String activation) {
        return List.of(
                        "Tanh",
                        "Sigmoid",
                        "Relu",
                        "Affine",
                        "LeakyRelu",
                        "ThresholdedRelu",
                        "ScaledTanh",
                        "HardSigmoid",
                        "Elu",
                        "Softsign",
                        "Softplus")
                .stream()
                .filter(a -> a.equalsIgnoreCase(activation))
                .findFirst()
                .orElse("no " + activation);
    }

    private static List<UnaryOperator<Tensor>> functions(OnnxCall c) {
        List<Double> alphas = new ArrayList<>(c.node().numbers("activation_alpha"));
        List<Double> betas = new ArrayList<>(c.node().numbers("activation_beta"));
        List<UnaryOperator<Tensor>> all = new ArrayList<>();
        for (String given : activations(c.node())) {
            String name = canonical(given);
            boolean two = Set.of("Affine", "ScaledTanh", "HardSigmoid").contains(name);
            boolean one = Set.of("LeakyRelu", "ThresholdedRelu", "Elu").contains(name);
            double alpha =
                    (one || two) && !alphas.isEmpty()
                            ? alphas.removeFirst()
                            : OnnxElements.alpha(name);
            double beta = two && !betas.isEmpty() ? betas.removeFirst() : OnnxElements.beta(name);
            all.add(OnnxElements.function(name, alpha, beta));
        }
        return all;
    }

    /** States of an operator: h and, of an LSTM, c. */
    record State(List<Tensor> tensors) {
        State {
            tensors = List.copyOf(tensors);
        }

        Tensor h() {
            return tensors.getFirst();
        }
    }

    /**
     * One direction of an operator. Its inputs are the products with the input's weights, of all
     * gates.
     *
     * @param R the recurrent weights of all gates, transposed [H, G·H]
     * @param bias the recurrent bias of all gates [G·H]
     * @param peepholes of an LSTM [3·H]; null for none
     * @param f the activations
     */
    private record Direction(
            OnnxNode node,
            int size,
            Tensor R,
            Tensor bias,
            Tensor peepholes,
            List<UnaryOperator<Tensor>> f)
            implements Cell<State> {

        @Override
        public State initialState(Graph graph, int batch) {
            Tensor zeros = graph.zeros(batch, size);
            return new State(
                    node.operator().equals("LSTM") ? List.of(zeros, zeros) : List.of(zeros));
        }

        @Override
        public String title() {
            return node.toString();
        }

        private Tensor gate(Tensor all, int number) {
            return all.slice(-1, number * size, (number + 1) * size);
        }

        private Tensor recurrent(Tensor h, int gate) {
            return h.matmul(gate(R, gate)).plus(gate(bias, gate));
        }

        @Override
        public Step<State> step(Tensor x, State s) {
            return switch (node.operator()) {
                case "LSTM" -> lstm(x, s);
                case "GRU" -> gru(x, s);
                default -> {
                    Tensor h = f.getFirst().apply(x.plus(s.h().matmul(R)).plus(bias));
                    yield Step.of(h, new State(List.of(h)));
                }
            };
        }

        private Tensor seen(Tensor sum, int peephole, Tensor c) {
            return peepholes == null ? sum : sum.plus(gate(peepholes, peephole).times(c));
        }

        private Step<State> lstm(Tensor x, State s) {
            Tensor before = s.tensors().getLast();
            Tensor sums = x.plus(s.h().matmul(R)).plus(bias);
            Tensor i = f.get(0).apply(seen(gate(sums, 0), 0, before));
            Tensor forget =
                    node.whole("input_forget", 0) == 1
                            ? i.subtractedFrom(1)
                            : f.get(0).apply(seen(gate(sums, 2), 2, before));
            Tensor c = forget.times(before).plus(i.times(f.get(1).apply(gate(sums, 3))));
            Tensor o = f.get(0).apply(seen(gate(sums, 1), 1, c));
            Tensor h = o.times(f.get(2).apply(c));
            return Step.of(h, new State(List.of(h, c)));
        }

        private Step<State> gru(Tensor x, State s) {
            Tensor h = s.h();
            Tensor z = f.get(0).apply(gate(x, 0).plus(recurrent(h, 0)));
            Tensor r = f.get(0).apply(gate(x, 1).plus(recurrent(h, 1)));
            Tensor last =
                    node.whole("linear_before_reset", 0) == 1
                            ? r.times(recurrent(h, 2))
                            : recurrent(r.times(h), 2);
            Tensor candidate = f.get(1).apply(gate(x, 2).plus(last));
            Tensor next = z.subtractedFrom(1).times(candidate).plus(z.times(h));
            return Step.of(next, new State(List.of(next)));
        }
    }

    private static List<OnnxValue> of(OnnxCall c) {
        OnnxNode n = c.node();
        boolean batchFirst = n.whole("layout", 0) == 1;
        Tensor xs = batchFirst ? c.tensor(0).transpose(1, 0, 2) : c.tensor(0);
        Tensor W = c.tensor(1);
        Tensor R = c.tensor(2);
        int size = R.dim(2);
        int parts = n.operator().equals("LSTM") ? 2 : 1;
        int directions = directions(n);
        if (n.count("hidden_size", size) != size || R.dim(0) != directions) {
            throw c.wrong(
                    "has weights R "
                            + R.shape()
                            + " for hidden_size "
                            + n.whole("hidden_size", size)
                            + " and "
                            + directions
                            + " directions");
        }
        int gates = R.dim(1);
        List<UnaryOperator<Tensor>> f = functions(c);
        int each = functions(n);
        List<Tensor> outputs = new ArrayList<>();
        List<List<Tensor>> last = new ArrayList<>();
        for (int d = 0; d < directions; d++) {
            int way = d;
            Tensor zeros = c.graph().zeros(gates);
            Tensor both = c.optional(3).map(b -> b.at(0, way)).orElse(null);
            Tensor inputBias = both == null ? zeros : both.slice(0, 0, gates);
            Tensor ownBias = both == null ? zeros : both.slice(0, gates, 2 * gates);
            Tensor peepholes = c.optional(7).map(p -> p.at(0, way)).orElse(null);
            var cell =
                    new Direction(
                            n,
                            size,
                            R.at(0, d).transpose(),
                            ownBias,
                            parts == 2 ? peepholes : null,
                            f.subList(d * each, (d + 1) * each));
            Tensor read = xs.matmul(W.at(0, d).transpose()).plus(inputBias);
            State start = start(c, cell, way, read.dim(1), parts, batchFirst);
            var all = Recurrence.of(cell).lengths(c.optional(4).orElse(null)).from(start);
            boolean back = d == 1 || n.text("direction", "forward").equals("reverse");
            var result = (back ? all.backwards() : all).over(read);
            outputs.add(result.outputs());
            last.add(States.tensors(result.last()));
        }
        List<OnnxValue> results = new ArrayList<>();
        Tensor y = Functions.stack(1, outputs);
        results.add(new OnnxValue.Traced(batchFirst ? y.transpose(2, 0, 1, 3) : y));
        for (int part = 0; part < parts; part++) {
            int p = part;
            Tensor state = Functions.stack(0, last.stream().map(s -> s.get(p)).toList());
            results.add(new OnnxValue.Traced(batchFirst ? state.transpose(1, 0, 2) : state));
        }
        return results;
    }

    private static State start(
            OnnxCall c, Direction cell, int way, int batch, int parts, boolean batchFirst) {
        List<Tensor> zeros = cell.initialState(c.graph(), batch).tensors();
        List<Tensor> start = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            Tensor otherwise = zeros.get(part);
            Shape shape = otherwise.shape();
            start.add(
                    c.optional(5 + part)
                            .map(s -> s.at(batchFirst ? 1 : 0, way).broadcastTo(shape))
                            .orElse(otherwise));
        }
        return new State(start);
    }
}
