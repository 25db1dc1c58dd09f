package dev.rondo.cli.onnx;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.protobuf.ProtobufMapper;
import com.fasterxml.jackson.dataformat.protobuf.schema.ProtobufSchema;
import com.fasterxml.jackson.dataformat.protobuf.schema.ProtobufSchemaLoader;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The part of onnx.proto that models of layers and loops need. Messages and fields have the same
 * names as there.
 */
final class OnnxFile {
    private static final String SCHEMA =
            """
            syntax = "proto2";
            message ModelProto {
              optional int64 ir_version = 1;
              optional string producer_name = 2;
              optional string producer_version = 3;
              optional GraphProto graph = 7;
              repeated OperatorSetIdProto opset_import = 8;
            }
            message OperatorSetIdProto {
              optional string domain = 1;
              optional int64 version = 2;
            }
            message GraphProto {
              repeated NodeProto node = 1;
              optional string name = 2;
              repeated TensorProto initializer = 5;
              repeated SparseTensorProto sparse_initializer = 15;
              repeated ValueInfoProto input = 11;
              repeated ValueInfoProto output = 12;
            }
            message NodeProto {
              repeated string input = 1;
              repeated string output = 2;
              optional string name = 3;
              optional string op_type = 4;
              repeated AttributeProto attribute = 5;
              optional string domain = 7;
            }
            message AttributeProto {
              optional string name = 1;
              optional float f = 2;
              optional int64 i = 3;
              optional string s = 4;
              optional TensorProto t = 5;
              optional GraphProto g = 6;
              repeated float floats = 7;
              repeated int64 ints = 8;
              repeated string strings = 9;
              optional int32 type = 20;
            }
            message TensorProto {
              repeated int64 dims = 1;
              optional int32 data_type = 2;
              repeated float float_data = 4 [packed = true];
              repeated int32 int32_data = 5 [packed = true];
              repeated int64 int64_data = 7 [packed = true];
              optional string name = 8;
              optional bytes raw_data = 9;
              repeated double double_data = 10 [packed = true];
              optional int32 data_location = 14;
            }
            message SparseTensorProto {
              optional TensorProto values = 1;
            }
            message ValueInfoProto {
              optional string name = 1;
              optional TypeProto type = 2;
            }
            message TypeProto {
              optional Tensor tensor_type = 1;
              message Tensor {
                optional int32 elem_type = 1;
                optional TensorShapeProto shape = 2;
              }
            }
            message TensorShapeProto {
              repeated Dimension dim = 1;
              message Dimension {
                optional int64 dim_value = 1;
                optional string dim_param = 2;
              }
            }
            """;

    private static final ProtobufMapper MAPPER = mapper();
    private static final ProtobufSchema MODEL = schema();

    private OnnxFile() {}

    private static ProtobufMapper mapper() {
        ProtobufMapper mapper = new ProtobufMapper();
        mapper.setSerializationInclusion(JsonInclude.Include.NON_NULL);
        // a file has fields that say nothing of what is computed
        mapper.configure(JsonParser.Feature.IGNORE_UNDEFINED, true);
        mapper.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        return mapper;
    }

    private static ProtobufSchema schema() {
        try {
            return ProtobufSchemaLoader.std.parse(SCHEMA, "ModelProto");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a model.
     *
     * @throws IOException when the bytes are none
     */
    static ModelProto read(byte[] bytes) throws IOException {
        return MAPPER.readerFor(ModelProto.class).with(MODEL).readValue(bytes);
    }

    record ModelProto(
            long ir_version,
            String producer_name,
            String producer_version,
            GraphProto graph,
            List<OperatorSetIdProto> opset_import) {
        void writeTo(OutputStream out) throws IOException {
            // the code that opened the file closes it
            MAPPER.writer(MODEL)
                    .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                    .writeValue(out, this);
        }
    }

    record OperatorSetIdProto(String domain, long version) {}

    record GraphProto(
            List<NodeProto> node,
            String name,
            List<TensorProto> initializer,
            List<SparseTensorProto> sparse_initializer,
            List<ValueInfoProto> input,
            List<ValueInfoProto> output) {
        GraphProto(
                List<NodeProto> node,
                String name,
                List<TensorProto> initializer,
                List<ValueInfoProto> input,
                List<ValueInfoProto> output) {
            this(node, name, initializer, null, input, output);
        }
    }

    record SparseTensorProto(TensorProto values) {}

    record NodeProto(
            List<String> input,
            List<String> output,
            String name,
            String op_type,
            List<AttributeProto> attribute,
            String domain) {}

    /** An attribute of a node. Exactly one of the values is set. */
    record AttributeProto(
            String name,
            Float f,
            Long i,
            String s,
            TensorProto t,
            GraphProto g,
            float[] floats,
            long[] ints,
            List<String> strings,
            int type) {
        static AttributeProto of(String name, long value) {
            return new AttributeProto(name, null, value, null, null, null, null, null, null, 2);
        }

        static AttributeProto of(String name, String value) {
            return new AttributeProto(name, null, null, value, null, null, null, null, null, 3);
        }

        static AttributeProto of(String name, GraphProto value) {
            return new AttributeProto(name, null, null, null, null, value, null, null, null, 5);
        }

        static AttributeProto of(String name, long... values) {
            return new AttributeProto(name, null, null, null, null, null, null, values, null, 7);
        }

        static AttributeProto of(String name, List<String> values) {
            return new AttributeProto(name, null, null, null, null, null, null, null, values, 8);
        }
    }

    /**
     * Numbers. Those in {@code raw_data} are stored one after the other, little endian. A {@code
     * data_location} of 1 means that they are in another file.
     */
    record TensorProto(
            long[] dims,
            int data_type,
            float[] float_data,
            int[] int32_data,
            long[] int64_data,
            String name,
            byte[] raw_data,
            double[] double_data,
            Integer data_location) {
        static TensorProto raw(long[] dims, int type, String name, byte[] data) {
            return new TensorProto(dims, type, null, null, null, name, data, null, null);
        }
    }

    record ValueInfoProto(String name, TypeProto type) {}

    record TypeProto(Tensor tensor_type) {
        record Tensor(int elem_type, TensorShapeProto shape) {}
    }

    record TensorShapeProto(List<Dimension> dim) {
        record Dimension(Long dim_value, String dim_param) {
            /** A size, or a name for a size that is not fixed. */
            static Dimension of(Object axis) {
                return axis instanceof Integer n
                        ? new Dimension(n.longValue(), null)
                        : new Dimension(null, axis.toString());
            }
        }
    }
}
