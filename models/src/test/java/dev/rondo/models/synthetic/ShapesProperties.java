package dev.rondo.models.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.array.Shape;
import dev.rondo.models.data.Mix;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;

/** Images of shapes, and what their pixels are. */
class ShapesProperties {
    @Property(tries = 100)
    void pixels_of_a_shape_are_brighter_than_the_background(
            @ForAll @IntRange(min = 8, max = 64) int size, @ForAll long seed) {
        Shapes.Example e = new Shapes(size).draw(new SplittableRandom(seed));

        assertThat(e.pixels()).hasSize(size * size);
        assertThat(e.targets()).hasSize(size * size);
        for (int p = 0; p < size * size; p++) {
            assertThat(e.targets()[p]).isBetween(0, Shapes.CLASSES - 1);
            if (e.targets()[p] == 0) {
                assertThat(e.pixels()[p]).isBetween(-0.2f, 0.2f);
            } else {
                assertThat(e.pixels()[p]).isBetween(0.199f, 1.2f);
            }
        }
    }

    /** A disc covers 79 % of its bounding box, a square all of it and a triangle half. */
    @Example
    void shapes_have_their_areas() {
        SplittableRandom random = new SplittableRandom(1);
        int size = 64;
        double[] areas = {0, Math.PI / 4, 1, 0.5};
        int[] images = new int[Shapes.CLASSES];
        int[] right = new int[Shapes.CLASSES];
        for (int i = 0; i < 600; i++) {
            int[] targets = new Shapes(size).draw(random).targets();
            int[] kinds = Arrays.stream(targets).filter(t -> t > 0).distinct().toArray();
            int[] box = box(targets, size);
            boolean inside = box[0] > 0 && box[1] < size - 1 && box[2] > 0 && box[3] < size - 1;
            if (kinds.length == 1 && inside) {
                double area = (box[1] - box[0] + 1.0) * (box[3] - box[2] + 1);
                double part = Arrays.stream(targets).filter(t -> t > 0).count() / area;
                images[kinds[0]]++;
                right[kinds[0]] += Math.abs(part - areas[kinds[0]]) < 0.07 ? 1 : 0;
            }
        }
        // of images with one kind of shape, 9 of 13 have one shape alone
        for (int kind = 1; kind < Shapes.CLASSES; kind++) {
            assertThat(images[kind]).isGreaterThan(30);
            assertThat(right[kind]).isGreaterThan(images[kind] / 2);
        }
    }

    /** First and last row and column of what is no background. */
    private static int[] box(int[] targets, int size) {
        int[] box = {size, -1, size, -1};
        for (int p = 0; p < targets.length; p++) {
            if (targets[p] > 0) {
                box[0] = Math.min(box[0], p / size);
                box[1] = Math.max(box[1], p / size);
                box[2] = Math.min(box[2], p % size);
                box[3] = Math.max(box[3], p % size);
            }
        }
        return box;
    }

    @Example
    void every_class_is_drawn() {
        int[] counts = new int[Shapes.CLASSES];
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 200; i++) {
            for (int t : new Shapes(16).draw(random).targets()) {
                counts[t]++;
            }
        }
        assertThat(Arrays.stream(counts)).allMatch(c -> c > 1000);
    }

    @Example
    void a_batch_holds_the_images_of_its_numbers() {
        Shapes shapes = new Shapes(8);
        Map<String, Array> batch = shapes.batches(3, 5).batch(2);

        assertThat(batch.get(Shapes.IMAGES).shape()).isEqualTo(Shape.of(3, 8, 8, 1));
        assertThat(batch.get(Shapes.TARGETS).shape()).isEqualTo(Shape.of(3, 8, 8));
        for (int b = 0; b < 3; b++) {
            Shapes.Example e = shapes.draw(Mix.at(5, 6 + b));
            for (int p = 0; p < 64; p++) {
                assertThat(batch.get(Shapes.IMAGES).f32()[b * 64 + p]).isEqualTo(e.pixels()[p]);
                assertThat(batch.get(Shapes.TARGETS).i32()[b * 64 + p]).isEqualTo(e.targets()[p]);
            }
        }
    }

    @Example
    void sizes_that_cannot_be_are_refused() {
        assertThatThrownBy(() -> new Shapes(7)).hasMessageContaining("from 8 to 1024");
    }
}
