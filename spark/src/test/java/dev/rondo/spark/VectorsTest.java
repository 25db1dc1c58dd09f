package dev.rondo.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.backend.BackendException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VectorsTest {
    @ParameterizedTest
    @ValueSource(strings = {"simd", "simd:cpu", "auto"})
    void whoever_needs_the_module_is_told_how_to_get_it(String backend) {
        assertThatThrownBy(() -> Vectors.check(ModuleLayer.empty(), backend, "node7"))
                .isInstanceOf(BackendException.class)
                .hasMessageStartingWith("the executor on node7 runs without the module")
                .hasMessageContaining(
                        "spark.executor.extraJavaOptions=--add-modules=jdk.incubator.vector");
        assertThatCode(() -> Vectors.check(ModuleLayer.boot(), backend, "node7"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "tornado:0:0", "simdish"})
    void others_need_none(String backend) {
        assertThatCode(() -> Vectors.check(ModuleLayer.empty(), backend, "node7"))
                .doesNotThrowAnyException();
    }
}
