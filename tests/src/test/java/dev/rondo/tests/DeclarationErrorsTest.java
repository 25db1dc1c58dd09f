package dev.rondo.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;
import dev.rondo.graph.Initializer;
import dev.rondo.graph.Scope;

import org.junit.jupiter.api.Test;

/** A variable or an array that cannot be is refused with its name and its size. */
class DeclarationErrorsTest {
    @Test
    void aVariableOfANegativeExtentIsNamed() {
        assertThatThrownBy(() -> Scope.root().child("a").state("w", Initializer.zeros(), 2, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'a.w'", "[2, -1]");
    }

    @Test
    void aNameIsDeclaredOnce() {
        Scope scope = Scope.root();
        scope.child("a").parameter("w", Initializer.zeros(), 1);
        assertThatThrownBy(() -> scope.child("a").state("w", Initializer.zeros(), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'a.w'");
        assertThat(scope.variables()).hasSize(1);
    }

    @Test
    void aVariableThatIsTooLargeIsRefusedWithItsSize() {
        assertThatThrownBy(() -> Scope.root().parameter("w", Initializer.zeros(), 100_000, 100_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'w'")
                .hasMessageContaining("38146 MiB");
        assertThatThrownBy(() -> Array.zeros(DType.F32, Shape.of(100_000, 100_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[100000, 100000]");
        assertThatThrownBy(() -> Shape.of(1 << 30, 1 << 30, 1 << 30))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1073741824");
    }
}
