package dev.rondo.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

class SafetensorsProperties {
    private static Path file;

    @BeforeContainer
    static void makeFile() throws IOException {
        file = Files.createTempFile("rondo", ".safetensors");
    }

    @AfterContainer
    static void deleteFile() throws IOException {
        Files.delete(file);
    }

    @Property(tries = 200)
    void whatIsWrittenIsRead(@ForAll long seed) throws IOException {
        Map<String, Array> tensors = tensors(new SplittableRandom(seed));
        write(bytes(tensors));
        Map<String, Array> read = Safetensors.read(file).tensors();
        assertThat(read.keySet()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
        tensors.forEach((name, a) -> assertThat(read.get(name).sameBits(a)).isTrue());
    }

    /** A damaged file is refused or still a valid one; nothing else ever happens. */
    @Example
    void aDamagedFileIsReadOrRefused() throws IOException {
        int refused = 0;
        for (int seed = 0; seed < 5000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            write(damaged(bytes(tensors(random)), random));
            try {
                Safetensors.read(file);
            } catch (CheckpointException e) {
                refused++;
                assertThat(e.getMessage()).contains(file.toString());
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        assertThat(refused).isBetween(3000, 4990);
    }

    /** Deleted first: some file systems flush a file that is written over. */
    private static void write(byte[] bytes) throws IOException {
        Files.deleteIfExists(file);
        Files.write(file, bytes);
    }

    private static byte[] damaged(byte[] whole, SplittableRandom random) {
        byte[] b = whole;
        int header = Math.min(b.length, 8 + 400);
        for (int n = random.nextInt(1, 4); n > 0; n--) {
            switch (random.nextInt(6)) {
                case 0 -> b[random.nextInt(header)] = (byte) random.nextInt();
                case 1 -> b[random.nextInt(header)] ^= (byte) (1 << random.nextInt(8));
                case 2 -> b = Arrays.copyOf(b, Math.max(1, random.nextInt(b.length + 1)));
                case 3 -> b = Arrays.copyOf(b, b.length + random.nextInt(1, 20));
                case 4 -> {
                    // digits are where shapes and offsets are
                    int at = random.nextInt(header);
                    for (int i = at; i < header; i++) {
                        if (b[i] >= '0' && b[i] <= '9') {
                            b[i] = (byte) ('0' + random.nextInt(10));
                            break;
                        }
                    }
                }
                default -> {
                    byte[] signs = "{}[]\",:-0 9\\e.".getBytes();
                    b[random.nextInt(header)] = signs[random.nextInt(signs.length)];
                }
            }
            header = Math.min(b.length, header);
        }
        return b;
    }

    private static byte[] bytes(Map<String, Array> tensors) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SafetensorsWriter.write(out, tensors, Map.of("k", "v"));
        return out.toByteArray();
    }

    private static Map<String, Array> tensors(SplittableRandom random) {
        Map<String, Array> tensors = new LinkedHashMap<>();
        for (int n = random.nextInt(5); n >= 0; n--) {
            int[] dims = new int[random.nextInt(4)];
            for (int i = 0; i < dims.length; i++) {
                dims[i] = random.nextInt(5);
            }
            DType[] types = DType.values();
            Array a = Array.zeros(types[random.nextInt(types.length)], Shape.of(dims));
            for (int i = 0; i < a.size(); i++) {
                a.set(i, random.nextInt(-1000, 1000) / 7.0);
            }
            tensors.put("layer." + n + ".weight", a);
        }
        return tensors;
    }
}
