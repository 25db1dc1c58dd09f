// # 1

/** The same cell, with the two methods that the page gives it later. */
final class MaskableUnit implements MaskableCell<MaskableUnit.State> {
    record State(Tensor h) {}

    private final int size;
    private final Variable Uf, Wf, bf, Uh, Wh, bh;

    MaskableUnit(Scope scope, int inputSize, int size) {
        this.size = size;
        Uf = scope.parameter("U_f", Initializers.xavierUniform(), size, inputSize);
        Wf = scope.parameter("W_f", Initializers.orthogonal(), size, size);
        bf = scope.parameter("b_f", Initializer.zeros(), size);
        Uh = scope.parameter("U_h", Initializers.xavierUniform(), size, inputSize);
        Wh = scope.parameter("W_h", Initializers.orthogonal(), size, size);
        bh = scope.parameter("b_h", Initializer.zeros(), size);
    }

    @Override
    public State initialState(Graph graph, int batch) {
        return new State(graph.zeros(batch, size));
    }

    // # 3
}

/** A cell whose h enters products only. */
abstract class ProductsOnly implements MaskableCell<ProductsOnly.State> {
    record State(Tensor h, Tensor c) {}

    // # 4
}

void main() {
    var scope = Scope.root();
    var xs = Graph.root("use", DType.F32).input("xs", DType.F32, Shape.of(5, 3, 2));
    // # 2
    var masked = new MaskableUnit(scope.child("masked"), 2, 4);
    var program =
            Program.of(DType.F32, scope, 1)
                    .with(
                            "unit",
                            t ->
                                    t.output(
                                            "h",
                                            Recurrence.of(cell)
                                                    .over(t.input("xs", 5, 3, 2))
                                                    .outputs()))
                    .with(
                            "masked",
                            t ->
                                    t.output(
                                            "h",
                                            Recurrence.of(
                                                            MaskableCell.masked(
                                                                    masked,
                                                                    new Dropout(0.3)
                                                                            .in(Mode.training(t))))
                                                    .over(t.input("xs", 5, 3, 2))
                                                    .last()
                                                    .h()));
    try (var model = Backends.open().compile(program)) {
        model.run("unit", Map.of("xs", Array.zeros(DType.F32, Shape.of(5, 3, 2))));
    }
}
