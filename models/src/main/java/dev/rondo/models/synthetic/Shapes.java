package dev.rondo.models.synthetic;

import dev.rondo.array.Array;
import dev.rondo.models.training.Batches;

import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Images of discs, squares and triangles, and which pixel belongs to which. Each image has one to
 * three shapes; a later one hides what it covers. A shape has one brightness, whatever its kind, so
 * that only its outline tells what it is. All pixels have noise.
 *
 * <p>The classes are 0 for the background, 1 for discs, 2 for squares and 3 for triangles.
 *
 * @param size height and width in pixels, at least 8
 */
public record Shapes(int size) {
    /** Number of classes, the background included. */
    public static final int CLASSES = 4;

    /** Input of a batch: the images, F32 [B, size, size, 1]. */
    public static final String IMAGES = "images";

    /** Input of a batch: the class of each pixel, I32 [B, size, size]. */
    public static final String TARGETS = "targets";

    private static final int MOST_SHAPES = 3;
    private static final double NOISE = 0.2;
    private static final double DIMMEST = 0.4;

    /** Checks the size. */
    public Shapes {
        if (size < 8 || size > 1024) {
            throw new IllegalArgumentException(
                    "images of shapes have from 8 to 1024 pixels a side, got " + size);
        }
    }

    /**
     * One image, row by row.
     *
     * @param pixels brightness: from 0 to 1, and noise
     * @param targets the class of each pixel
     */
    public record Example(float[] pixels, int[] targets) {}

    /**
     * Draws an image. It depends on what the generator gives and on nothing else.
     *
     * @param random decides everything
     */
    public Example draw(RandomGenerator random) {
        float[] pixels = new float[size * size];
        int[] targets = new int[size * size];
        int shapes = random.nextInt(1, MOST_SHAPES + 1);
        for (int s = 0; s < shapes; s++) {
            int kind = random.nextInt(1, CLASSES);
            double brightness = random.nextDouble(DIMMEST, 1);
            double radius = size * random.nextDouble(0.15, 0.3);
            double row = size * random.nextDouble(0.2, 0.8);
            double column = size * random.nextDouble(0.2, 0.8);
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    // the middle of the pixel, seen from the middle of the shape
                    if (covers(kind, (i + 0.5 - row) / radius, (j + 0.5 - column) / radius)) {
                        pixels[i * size + j] = (float) brightness;
                        targets[i * size + j] = kind;
                    }
                }
            }
        }
        for (int p = 0; p < pixels.length; p++) {
            pixels[p] += (float) random.nextDouble(-NOISE, NOISE);
        }
        return new Example(pixels, targets);
    }

    private static boolean covers(int kind, double down, double right) {
        return switch (kind) {
            case 1 -> down * down + right * right <= 1;
            case 2 -> Math.abs(down) <= 0.9 && Math.abs(right) <= 0.9;
            // the tip above, and the base below
            default -> down <= 1 && Math.abs(right) <= (down + 1) / 2;
        };
    }

    /**
     * Batches without end: {@value #IMAGES} and {@value #TARGETS}. No image is drawn twice.
     *
     * @param batch images B
     * @param seed of the images
     * @throws IllegalArgumentException when there is less than one image
     */
    public Batches batches(int batch, long seed) {
        return new ShapeBatches(this, batch, seed);
    }

    private static final class ShapeBatches extends ExampleBatches {
        private final Shapes shapes;
        private final float[] pixels;
        private final int[] targets;
        private final Map<String, Array> arrays;

        ShapeBatches(Shapes shapes, int batch, long seed) {
            super(batch, seed);
            this.shapes = shapes;
            int size = shapes.size();
            pixels = new float[Math.multiplyExact(size * size, batch)];
            targets = new int[pixels.length];
            arrays =
                    Map.of(
                            IMAGES, Array.of(pixels, batch, size, size, 1),
                            TARGETS, Array.of(targets, batch, size, size));
        }

        @Override
        void fill(int row, RandomGenerator random) {
            Example example = shapes.draw(random);
            int each = example.pixels().length;
            System.arraycopy(example.pixels(), 0, pixels, row * each, each);
            System.arraycopy(example.targets(), 0, targets, row * each, each);
        }

        @Override
        Map<String, Array> arrays() {
            return arrays;
        }
    }
}
