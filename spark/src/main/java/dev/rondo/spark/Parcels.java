package dev.rondo.spark;

import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.SerializerInstance;

import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

import java.nio.ByteBuffer;

/**
 * Outcomes on their way to the driver. They are packed here, with the serializer that Spark always
 * has for closures, whatever {@code spark.serializer} says; that one might not know records.
 */
final class Parcels {
    private static final ClassTag<Outcome> TAG = ClassTag$.MODULE$.apply(Outcome.class);

    private Parcels() {}

    static byte[] pack(Outcome outcome) {
        ByteBuffer packed = serializer().serialize(outcome, TAG);
        byte[] bytes = new byte[packed.remaining()];
        packed.get(bytes);
        return bytes;
    }

    static Outcome unpack(byte[] bytes) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return serializer().deserialize(ByteBuffer.wrap(bytes), loader, TAG);
    }

    private static SerializerInstance serializer() {
        return SparkEnv.get().closureSerializer().newInstance();
    }
}
