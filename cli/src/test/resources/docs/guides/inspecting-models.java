void main() throws Exception {
    var scope = Scope.root();
    var out = Dense.linear(scope.child("out"), 3, 1);
    var training = new TrainingStep(scope, new Adam(scope.child("adam"), scope.parameters()));
    var program =
            Program.of(DType.F32, scope, 1)
                    .with(
                            "train",
                            training.minimizing(
                                    t ->
                                            SquaredError.mean(
                                                    out.of(t.input("x", 2, 3)).named("attention"),
                                                    t.input("y", 2, 1))));
    Map<String, Array> batch =
            Map.of(
                    "x", Array.zeros(DType.F32, Shape.of(2, 3)),
                    "y", Array.zeros(DType.F32, Shape.of(2, 1)),
                    "learning_rate", Array.scalar(DType.F32, 0.01));
    try (var model = Backends.open().compile(program, new CompileOptions(true))) {
        // # 1
    }
    GraphText.of(program.entries().get("train"));
    new Drawing().write(program);
}

final class Drawing {
    /** Not where the test runs. */
    record Path(java.nio.file.Path path) {
        static java.nio.file.Path of(String name) throws java.io.IOException {
            return java.nio.file.Files.createTempDirectory("drawing").resolve(name);
        }
    }

    void write(Program program) throws java.io.IOException {
        // # 2
    }
}
