import dev.rondo.models.classification.SequenceClassifier.Features;

void languageModel(int vocabulary) {
    // # 1
    var scope = Scope.root();
    var model = new LanguageModel(scope, config);
    Program.of(DType.F32, scope, 1).with("evaluate", model.evaluating(5, 2, -1));
}

void layer(Trace trace, Tensor x) {
    // # 2
    trace.output("y", y);
}

void initializers() {
    // # 3
    irnn.create(Scope.root(), 3, 4);
    slow.create(Scope.root(), 3, 4);
}

void classifier() {
    var scope = Scope.root();
    // # 4
    new Features(12);
}

void streaming() {
    var scope = Scope.root();
    var lstm = new Lstm(scope.child("lstm"), 1, 8);
    var out = Dense.linear(scope.child("out"), 8, 1);
    var program = Program.of(DType.F32, scope, 1);
    int rows = 3;
    var x = Array.zeros(DType.F32, Shape.of(rows, 1));
    // # 5
}

void main() {
    languageModel(20);
    Program.of(DType.F32, Scope.root(), 1).with("e", t -> layer(t, t.input("x", 3)));
    initializers();
    classifier();
    streaming();
}
