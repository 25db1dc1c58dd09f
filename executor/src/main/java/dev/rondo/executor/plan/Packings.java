package dev.rondo.executor.plan;

import dev.rondo.kernels.Kernels;
import dev.rondo.kernels.Storage;
import dev.rondo.kernels.View;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The right operands of products that are packed once and then used many times. */
sealed interface Packings {
    /** The packing of a product's right operand; empty when it is not packed. */
    Optional<Packing> of(View left, View right);

    /** Outside of loops each product is computed once, and packing never pays. */
    record None() implements Packings {
        @Override
        public Optional<Packing> of(View left, View right) {
            return Optional.empty();
        }
    }

    /** The packed operands of a loop, shared by all its lanes. */
    final class OfLoop implements Packings {
        /** Which elements a view shows. */
        private record Place(
                Storage storage, int shift, List<Integer> dims, List<Integer> strides) {
            static Place of(View v) {
                return new Place(
                        v.storage(),
                        v.shift(),
                        IntStream.of(v.shape().dims()).boxed().toList(),
                        IntStream.of(v.strides()).boxed().toList());
            }
        }

        private final Kernels packer;
        private final Map<Place, Packing> byPlace = new LinkedHashMap<>();

        /** Packs with the kernels that run the loop. */
        OfLoop(Kernels packer) {
            this.packer = packer;
        }

        /** The packing that all products with the same right operand share. */
        Packing shared(View left, View right) {
            return byPlace.computeIfAbsent(Place.of(right), _ -> new Packing(packer, left, right));
        }

        @Override
        public Optional<Packing> of(View left, View right) {
            return Optional.of(shared(left, right));
        }

        /** The packings that must run before the loop. */
        Collection<Packing> all() {
            return byPlace.values();
        }
    }
}
