package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.backend.Executable;
import dev.rondo.contract.Target;
import dev.rondo.contract.Tolerance;
import dev.rondo.graph.Functions;
import dev.rondo.graph.Geometry;
import dev.rondo.graph.Gradients;
import dev.rondo.graph.Images;
import dev.rondo.graph.Program;
import dev.rondo.graph.Scope;
import dev.rondo.graph.Tensor;
import dev.rondo.models.checkpoint.Safetensors;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Functions and their gradients against PyTorch's, computed in float64 by {@code
 * src/test/python/make_operation_fixtures.py}.
 */
class TorchOperationsTest {
    private static final Map<String, Array> TENSORS = fixtures();
    private static final Map<String, Function<List<Tensor>, Tensor>> CASES = cases();

    private static Map<String, Array> fixtures() {
        try {
            var url = TorchOperationsTest.class.getResource("/torch/operations.safetensors");
            return Safetensors.read(Path.of(url.toURI())).tensors();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Function<List<Tensor>, Tensor>> cases() {
        Map<String, Function<List<Tensor>, Tensor>> all = new LinkedHashMap<>();
        Geometry plain = Geometry.plain();
        convolution(all, "", plain);
        convolution(all, " padded", plain.padding(1));
        convolution(all, " strided", plain.stride(2, 3).padding(1, 0));
        convolution(all, " dilated", plain.dilation(2, 1).padding(2, 3));
        convolution(all, " in groups", plain.padding(1).groups(2));
        convolution(all, " of depth", plain.stride(2).padding(1).groups(4));
        convolution(all, " of one pixel", plain);
        convolution(all, " with all of it", plain.stride(2).padding(1, 2).dilation(1, 2).groups(2));
        all.put("max pool", x -> Images.maxPool2d(x.get(0), 2));
        all.put("avg pool", x -> Images.avgPool2d(x.get(0), 2));
        Geometry overlapping = plain.stride(2).padding(1);
        all.put("max pool, overlapping", x -> Images.maxPool2d(x.get(0), 3, 3, overlapping));
        all.put("avg pool, overlapping", x -> Images.avgPool2d(x.get(0), 3, 3, overlapping));
        Geometry oblong = plain.stride(1, 2).padding(1, 0);
        all.put("max pool, oblong", x -> Images.maxPool2d(x.get(0), 2, 3, oblong));
        all.put("avg pool, oblong", x -> Images.avgPool2d(x.get(0), 2, 3, oblong));
        all.put("max pool, dilated", x -> Images.maxPool2d(x.get(0), 2, 2, plain.dilation(2)));
        all.put("nearest", x -> Images.upsampleNearest(x.get(0), 2, 3));
        all.put("bilinear, twice", x -> Images.upsampleBilinear(x.get(0), 8, 10));
        all.put("bilinear, any size", x -> Images.upsampleBilinear(x.get(0), 7, 13));
        all.put("bilinear, smaller", x -> Images.upsampleBilinear(x.get(0), 3, 2));
        all.put("bilinear, corners", x -> Images.upsampleBilinear(x.get(0), 7, 13, true));
        all.put("bilinear, corners to one", x -> Images.upsampleBilinear(x.get(0), 1, 9, true));
        all.put("layer norm", x -> Functions.layerNorm(x.get(0), x.get(1), x.get(2), 1e-5));
        all.put("log-sum-exp", x -> Functions.logSumExp(x.get(0), 1));
        all.put("cumulative sum", x -> Functions.cumulativeSum(x.get(0), 1));
        all.put("cumulative sum, last axis", x -> Functions.cumulativeSum(x.get(0), -1));
        all.put("gelu", x -> Functions.gelu(x.get(0)));
        all.put("gelu, tanh", x -> Functions.geluTanh(x.get(0)));
        all.put("erf", x -> Functions.erf(x.get(0)));
        for (int k : new int[] {1, 4, 9}) {
            all.put("top " + k, x -> Functions.topK(x.get(0), k).values());
        }
        TENSORS.keySet().stream()
                .filter(name -> name.startsWith("einsum ") && name.endsWith("/y"))
                .map(name -> name.substring("einsum ".length(), name.length() - "/y".length()))
                .forEach(e -> all.put("einsum " + e, x -> Functions.einsum(e, x.get(0), x.get(1))));
        return all;
    }

    private static void convolution(
            Map<String, Function<List<Tensor>, Tensor>> all, String name, Geometry g) {
        all.put("conv2d" + name, x -> Images.conv2d(x.get(0), x.get(1), g));
    }

    @Test
    void everyFixtureIsUsed() {
        var names =
                TENSORS.keySet().stream()
                        .map(name -> name.substring(0, name.lastIndexOf('/')))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(names).isEqualTo(new TreeSet<>(CASES.keySet()));
    }

    @TestFactory
    Stream<DynamicTest> valuesAndGradients() {
        return Stream.of(Targets.SCALAR, Targets.COMPILED, Targets.SIMD)
                .flatMap(
                        target ->
                                CASES.keySet().stream()
                                        .map(
                                                name ->
                                                        DynamicTest.dynamicTest(
                                                                name + " on " + target,
                                                                () -> check(name, target))));
    }

    private static void check(String name, Target target) {
        check(name, target, DType.F64, new Tolerance(1e-13, 1e-13, true));
        check(name, target, DType.F32, new Tolerance(1e-5, 1e-6, true));
    }

    private static void check(String name, Target target, DType type, Tolerance tolerance) {
        List<String> operands =
                Stream.of("a", "b", "c").filter(s -> TENSORS.containsKey(name + "/" + s)).toList();
        Program program =
                Program.of(type, Scope.root(), 1)
                        .with(
                                "f",
                                t -> {
                                    List<Tensor> x = new ArrayList<>();
                                    for (String s : operands) {
                                        x.add(t.input(s, dims(name + "/" + s)));
                                    }
                                    Tensor y = CASES.get(name).apply(x);
                                    t.output("y", y);
                                    Tensor g = t.input("g", dims(name + "/g"));
                                    List<Tensor> slopes = Gradients.of(y.times(g).sum(), x);
                                    for (int i = 0; i < x.size(); i++) {
                                        t.output("d" + operands.get(i), slopes.get(i));
                                    }
                                });
        Map<String, Array> inputs = new LinkedHashMap<>();
        operands.forEach(s -> inputs.put(s, TENSORS.get(name + "/" + s).cast(type)));
        inputs.put("g", TENSORS.get(name + "/g").cast(type));
        try (Executable e = target.open().compile(program)) {
            e.run("f", inputs)
                    .forEach(
                            (output, found) ->
                                    assertThat(
                                                    tolerance.violation(
                                                            found,
                                                            TENSORS.get(name + "/" + output)))
                                            .as("%s of %s in %s", output, name, type)
                                            .isNull());
        }
    }

    private static int[] dims(String tensor) {
        return TENSORS.get(tensor).shape().dims();
    }

    @Test
    void indicesOfTheLargest() {
        for (int k : new int[] {1, 4, 9}) {
            Array x = TENSORS.get("top " + k + "/a");
            Program program =
                    Program.of(DType.F64, Scope.root(), 1)
                            .with(
                                    "f",
                                    t -> {
                                        Tensor a = t.input("a", x.shape().dims());
                                        t.output("i", Functions.topK(a, k).indices());
                                    });
            try (Executable e = Targets.SIMD.open().compile(program)) {
                assertThat(e.run("f", Map.of("a", x)).get("i").i32())
                        .isEqualTo(TENSORS.get("top " + k + "/indices").i32());
            }
        }
    }
}
