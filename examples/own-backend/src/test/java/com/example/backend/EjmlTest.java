package com.example.backend;

import dev.rondo.contract.Equivalence;
import dev.rondo.contract.ExecutableContract;
import dev.rondo.contract.OperationContract;
import dev.rondo.contract.RandomProgram;
import dev.rondo.contract.RandomPrograms;
import dev.rondo.contract.Target;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

class EjmlTest {
    private static final Target EJML = Target.named("ejml");

    @TestFactory
    Stream<DynamicTest> operations() {
        return OperationContract.of(EJML).tests();
    }

    @TestFactory
    Stream<DynamicTest> executables() {
        return ExecutableContract.of(EJML).tests();
    }

    @Provide
    Arbitrary<RandomProgram> programs() {
        return RandomPrograms.arbitrary();
    }

    @Property(tries = 30)
    void wholePrograms(@ForAll("programs") RandomProgram program) {
        Equivalence.check(program.subject(), EJML);
    }
}
