package dev.rondo.contract;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Trace;

import org.junit.jupiter.api.DynamicTest;

import java.util.List;
import java.util.function.Consumer;

/** Some of the properties of a backend. This class has what their tests share. */
abstract class ContractPart {
    final Target target;

    ContractPart(Target target) {
        this.target = target;
    }

    /** Adds the test of a property. */
    final void add(
            List<DynamicTest> tests, String name, org.junit.jupiter.api.function.Executable check) {
        tests.add(DynamicTest.dynamicTest(name + " on " + target, check));
    }

    /** A float64 program with one entry, {@code run}. */
    final Executable compile(Scope scope, Consumer<Trace> trace) {
        return target.open().compile(Program.of(DType.F64, scope, 1).with("run", trace));
    }

    /** A vector of these numbers. */
    static Array numbers(double... values) {
        return Array.of(values);
    }
}
