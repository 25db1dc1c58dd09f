package com.example.backend;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Backends;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;

import java.util.Map;

/** Computes a product on the backend. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Backends.devices().forEach(d -> System.out.println(d.id() + "  " + d.description()));
        var program =
                Program.of(DType.F32, Scope.root(), 1)
                        .with(
                                "product",
                                t -> t.output("c", t.input("a", 2, 2).matmul(t.input("b", 2, 2))));
        Array a = Array.of(new float[] {1, 2, 3, 4}, 2, 2);
        try (Executable e = Backends.open("ejml").compile(program)) {
            System.out.println(e.run("product", Map.of("a", a, "b", a)).get("c"));
        }
    }
}
