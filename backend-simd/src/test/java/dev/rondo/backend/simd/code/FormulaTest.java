package dev.rondo.backend.simd.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.DType;
import dev.rondo.backend.simd.Samples;
import dev.rondo.backend.simd.SimdKernels;
import dev.rondo.backend.simd.lanes.ColdStart;
import dev.rondo.kernels.UnaryOp;
import dev.rondo.kernels.View;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Formulas are data. Generated loops of vectors compute what they say, and so does the plain
 * evaluation of one operation after the other.
 */
class FormulaTest {
    /**
     * No code is made from class files, which other compilers write otherwise, and which agents
     * (coverage, profilers) change.
     */
    @Test
    void nothingReadsClassFiles() throws Exception {
        Path classes =
                Path.of(Formula.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (Stream<Path> files = Files.walk(classes)) {
            List<Path> all = files.filter(f -> f.toString().endsWith(".class")).toList();
            assertThat(all).hasSizeGreaterThan(50);
            for (Path f : all) {
                assertThat(called(f))
                        .as(f.toString())
                        .doesNotContain("parse", "getResource", "getResourceAsStream");
            }
        }
    }

    private static List<String> called(Path file) throws IOException {
        List<String> names = new ArrayList<>();
        ClassFile.of()
                .parse(file)
                .constantPool()
                .forEach(
                        e -> {
                            if (e instanceof MemberRefEntry member) {
                                names.add(member.name().stringValue());
                            }
                        });
        return names;
    }

    @ParameterizedTest
    @EnumSource(names = {"EXP", "LOG", "TANH", "SIGMOID", "ERF"})
    void loopsComputeTheFormula(UnaryOp op) {
        for (DType dtype : List.of(DType.F32, DType.F64)) {
            boolean wide = dtype == DType.F64;
            View x = Samples.view(dtype, 1, 2000);
            Random random = new Random(7);
            for (int i = 0; i < x.size(); i++) {
                double number = wide ? random.nextDouble(-800, 800) : random.nextFloat(-120, 120);
                double bits =
                        wide
                                ? Double.longBitsToDouble(random.nextLong())
                                : Float.intBitsToFloat(random.nextInt());
                x.buffer().set(x.offset() + i, i % 2 == 0 ? number : bits);
            }
            View loops = Samples.view(dtype, 2, 2000);
            ColdStart.begin(0);
            new SimdKernels(1).unary(op, x, loops);
            View plain = Samples.view(dtype, 3, 2000);
            ColdStart.begin(Long.MAX_VALUE);
            new SimdKernels(1).unary(op, x, plain);
            ColdStart.begin(0);
            for (int i = 0; i < x.size(); i++) {
                assertThat(Samples.get(loops, i))
                        .as("%s of %s, %s", op, Samples.get(x, i), dtype)
                        .isEqualTo((Double) Samples.get(plain, i));
            }
        }
    }
}
