package dev.rondo.spark;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkContext;
import org.junit.jupiter.api.Test;

import java.util.Map;

class DynamicAllocationTest {
    @Test
    void it_is_refused() {
        SparkContext context =
                Contexts.of("local[1]", Map.of("spark.dynamicAllocation.enabled", "true"));
        try {
            assertThatThrownBy(() -> SparkGroup.of(context, 1).run(m -> 0))
                    .isInstanceOf(SparkGroupException.class)
                    .hasMessageContaining("spark.dynamicAllocation.enabled=false");
        } finally {
            context.stop();
        }
    }
}
