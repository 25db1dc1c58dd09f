package dev.rondo.spark.ml;

import dev.rondo.models.data.Example;
import dev.rondo.spark.Contexts;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Data frames for tests. */
final class Frames {
    private Frames() {}

    /** A session on threads of this JVM. */
    static SparkSession session() {
        Contexts.local();
        return SparkSession.builder().getOrCreate();
    }

    /**
     * {@link Trainings#kinds}: {@code n}, from 0; {@code signal}, an array; {@code kind}, a name;
     * {@code label}.
     */
    static Dataset<Row> kinds(SparkSession session, int count) {
        StructType schema =
                new StructType()
                        .add("n", DataTypes.IntegerType)
                        .add("signal", DataTypes.createArrayType(DataTypes.DoubleType))
                        .add("kind", DataTypes.StringType)
                        .add("label", DataTypes.DoubleType);
        List<Row> rows = new ArrayList<>();
        for (Example e : Trainings.kinds(count)) {
            double[][] steps = ((Example.Numbers) e.content()).steps();
            double[] signal = Arrays.stream(steps).mapToDouble(s -> s[0]).toArray();
            rows.add(
                    RowFactory.create(
                            rows.size(), signal, e.label(), e.label().equals("rises") ? 1.0 : 0.0));
        }
        return session.createDataFrame(rows, schema);
    }

    /** Waves of a week, of some shops: {@code shop}, {@code day}, {@code sold}, {@code region}. */
    static Dataset<Row> shops(SparkSession session, int shops, int days) {
        StructType schema =
                new StructType()
                        .add("shop", DataTypes.IntegerType)
                        .add("day", DataTypes.DateType)
                        .add("sold", DataTypes.DoubleType)
                        .add("region", DataTypes.StringType);
        Random random = new Random(5);
        List<Row> rows = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            for (int shop = 1; shop <= shops; shop++) {
                double wave = 10 * shop + shop * Math.sin(2 * Math.PI * (day + shop) / 7);
                var date = java.sql.Date.valueOf(LocalDate.of(2024, 1, 1).plusDays(day));
                double sold = wave + 0.1 * random.nextGaussian();
                rows.add(RowFactory.create(shop, date, sold, shop % 2 == 0 ? "north" : "south"));
            }
        }
        return session.createDataFrame(rows, schema);
    }
}
