
void main() {
    var scope = Scope.root();
    var encoder = Dense.linear(scope.child("model").child("encoder"), 3, 4);
    var decoder = Dense.linear(scope.child("model").child("decoder"), 4, 1);
    Function<Trace, Tensor> loss =
            t -> SquaredError.mean(decoder.of(encoder.of(t.input("x", 2, 3))), t.input("y", 2, 1));
    long seed = 1;
    // # 1
    try (var model = Backends.open().compile(program)) {
        IO.println(model.variables().size());
    }
}
