package dev.rondo.models.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.array.Array;
import dev.rondo.array.DType;
import dev.rondo.array.Shape;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

class SafetensorsTest {
    @TempDir Path directory;

    @Test
    void everyTypeAndShapeComesBackBitForBit() {
        Map<String, Array> tensors = new LinkedHashMap<>();
        tensors.put("scalar", Array.scalar(DType.F64, Math.PI));
        tensors.put("flags", Array.of(new boolean[] {true, false, true}));
        tensors.put(
                "floats",
                Array.of(new float[] {0, -0f, Float.NaN, 1e-45f, 3, Float.MAX_VALUE}, 2, 3));
        tensors.put("whole", Array.of(new int[] {Integer.MIN_VALUE, -1, 0, 7}, 2, 1, 2));
        tensors.put("empty", Array.zeros(DType.F32, Shape.of(3, 0, 5)));
        tensors.put("ein „Name“\n\"", Array.of(new double[] {Double.NEGATIVE_INFINITY}));
        Path file = directory.resolve("t.safetensors");

        new Safetensors(tensors, Map.of("made by", "a test")).write(file);
        Safetensors read = Safetensors.read(file);

        assertThat(read.tensors().keySet()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
        tensors.forEach((name, a) -> assertThat(read.tensors().get(name).sameBits(a)).isTrue());
        assertThat(read.metadata()).containsExactly(Map.entry("made by", "a test"));
    }

    @Test
    void aTensorLargerThanTheBufferComesBack() {
        float[] v = new float[300_007];
        for (int i = 0; i < v.length; i++) {
            v[i] = i;
        }
        Path file = directory.resolve("large.safetensors");
        Safetensors.of(Map.of("v", Array.of(v))).write(file);
        assertThat(Safetensors.read(file).tensors().get("v").f32()).isEqualTo(v);
    }

    @Test
    void everyTensorLiesAlignedToItsElements() throws IOException {
        Map<String, Array> tensors = new LinkedHashMap<>();
        tensors.put("a", Array.of(new boolean[] {true}));
        tensors.put("b", Array.of(new float[] {1}));
        tensors.put("c", Array.of(new double[] {2}));
        Path file = directory.resolve("t.safetensors");
        Safetensors.of(tensors).write(file);

        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int start = 8 + (int) bytes.getLong(0);
        assertThat(start % 8).isZero();
        assertThat(bytes.getDouble(start)).isEqualTo(2);
        assertThat(bytes.getFloat(start + 8)).isEqualTo(1);
        assertThat(bytes.get(start + 12)).isEqualTo((byte) 1);
    }

    /** {@link Map#of} is in another order in every process. */
    @Test
    void theOrderOfTheMetadataDoesNotShow() throws IOException {
        LinkedHashMap<String, String> metadata = new LinkedHashMap<>();
        metadata.put("a", "1");
        metadata.put("b", "2");
        Path one = directory.resolve("one.safetensors");
        Path other = directory.resolve("other.safetensors");
        new Safetensors(Map.of(), metadata).write(one);
        new Safetensors(Map.of(), metadata.reversed()).write(other);
        assertThat(other).hasSameBinaryContentAs(one);
    }

    @Test
    void halfPrecisionLongsAndBytesAreWidenedOrNarrowed() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(4 + 4 + 16 + 2).order(ByteOrder.LITTLE_ENDIAN);
        data.putShort(Float.floatToFloat16(1.5f)).putShort(Float.floatToFloat16(-65504));
        data.putShort((short) 0x3FC0).putShort((short) 0xFF80);
        data.putLong(-3).putLong(Integer.MAX_VALUE);
        data.put((byte) 1).put((byte) 0);
        Path file =
                file(
                        """
                        {"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},
                        "b":{"dtype":"BF16","shape":[2],"data_offsets":[4,8]},
                        "l":{"dtype":"I64","shape":[2],"data_offsets":[8,24]},
                        "u":{"dtype":"U8","shape":[2],"data_offsets":[24,26]}}\
                        """,
                        data.array());
        Map<String, Array> t = Safetensors.read(file).tensors();
        assertThat(t.get("h").f32()).containsExactly(1.5f, -65504);
        assertThat(t.get("b").f32()).containsExactly(1.5f, Float.NEGATIVE_INFINITY);
        assertThat(t.get("l").i32()).containsExactly(-3, Integer.MAX_VALUE);
        assertThat(t.get("u").dtype()).isEqualTo(DType.BOOL);
        assertThat(t.get("u").toDoubles()).containsExactly(1, 0);
    }

    @Test
    void aLongThatDoesNotFitIsRefusedWithItsPosition() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        data.putLong(1).putLong(1L << 31);
        Path file =
                file(
                        "{\"n\":{\"dtype\":\"I64\",\"shape\":[2],\"data_offsets\":[0,16]}}",
                        data.array());
        assertThatThrownBy(() -> Safetensors.read(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll(
                        file.toString(), "'n'", "2147483648", "position 1", "32 bits");
    }

    /** Headers over eight bytes of data, and what the error must speak of. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]|must begin with '{'",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}|JSON",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}}|JSON",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}{}|follows",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                        + "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}|Duplicate",
                "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]|'a'",
                "{\"__metadata__\":{\"x\":1},\"a\":1}|metadata",
                "{\"__metadata__\":7}|metadata",
                "{\"a\":7}|must be an object",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}|data_offsets",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8],\"x\":1}}|'x'",
                "{\"a\":{\"dtype\":\"F8\",\"shape\":[2],\"data_offsets\":[0,8]}}|F8",
                "{\"a\":{\"dtype\":32,\"shape\":[2],\"data_offsets\":[0,8]}}|dtype",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]}}|array",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}|-2",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.0],\"data_offsets\":[0,8]}}|whole",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}}|needs 12",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,9]}}|at most 8",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}|rising",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8,8]}}|more than 2",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8]}}|must be two",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}|gap",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}|take 4 bytes",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}|overlap",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999],\"data_offsets\":[0,8]}}|2^31",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999,99999],\"data_offsets\":[0,8]}}|2^31",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,2],"
                        + "\"data_offsets\":[0,8]}}|more than 16",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],"
                        + "\"data_offsets\":[0,18446744073709551624]}}|18446744073709551624",
            })
    void aWrongHeaderIsRefused(String header, String message) throws IOException {
        Path file = file(header, new byte[8]);
        assertThatThrownBy(() -> SafetensorsReader.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void metadataMayBeNull() throws IOException {
        Path file = file("{\"__metadata__\":null}", new byte[0]);
        try (SafetensorsReader reader = SafetensorsReader.open(file)) {
            assertThat(reader.names()).isEmpty();
            assertThat(reader.metadata()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"504b03040000080800", "80028a0a6cfc9c46f9"})
    void whatTorchSavesIsNamed(String begin) throws IOException {
        Path file = Files.write(directory.resolve("m.pt"), HexFormat.of().parseHex(begin));
        assertThatThrownBy(() -> SafetensorsReader.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContainingAll("m.pt is what torch.save writes", "save_model(model,");
    }

    @Test
    void aHeaderLongerThanTheFileIsRefusedBeforeMemoryIsTaken() throws IOException {
        Path file = directory.resolve("t.safetensors");
        for (long length : new long[] {Long.MAX_VALUE, -1, 1L << 40, 3}) {
            Files.write(
                    file,
                    ByteBuffer.allocate(10).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
            assertThatThrownBy(() -> SafetensorsReader.open(file))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContainingAll(
                            Long.toUnsignedString(length), "the file has 2 after the length");
        }
    }

    @Test
    void aHeaderThatIsNotUtf8IsRefused() throws IOException {
        Path file = directory.resolve("t.safetensors");
        ByteBuffer b = ByteBuffer.allocate(11).order(ByteOrder.LITTLE_ENDIAN);
        b.putLong(3).put((byte) '{').put((byte) 0xFF).put((byte) '}');
        Files.write(file, b.array());
        assertThatThrownBy(() -> SafetensorsReader.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void whatIsNoFileIsRefused() throws IOException {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> SafetensorsReader.open(missing))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> SafetensorsReader.open(directory))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("is not a file");
        Path tiny = Files.write(directory.resolve("tiny"), new byte[7]);
        assertThatThrownBy(() -> SafetensorsReader.open(tiny))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("at least 8 bytes");
    }

    private Path file(String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer b =
                ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        b.putLong(json.length).put(json).put(data);
        return Files.write(directory.resolve("made.safetensors"), b.array());
    }
}
