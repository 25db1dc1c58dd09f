package com.example.spark;

import dev.rondo.spark.ml.RondoForecastModel;
import dev.rondo.spark.ml.RondoForecaster;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

import java.io.IOException;

/** Learns to forecast a column of a CSV file by the month, and saves the model. */
public final class Train {
    private Train() {}

    /** Takes the file, a place for the model, and how many tasks train together. */
    public static void main(String[] args) throws IOException {
        try (SparkSession session = SparkSession.builder().appName("train").getOrCreate()) {
            RondoForecastModel model =
                    new RondoForecaster()
                            .setTimeCol("Date")
                            .setTargetCol("Average")
                            .setHorizon(12)
                            .setLoss("gaussian")
                            .setSteps(300)
                            .setNumWorkers(Integer.parseInt(args[2]))
                            .fit(months(session, args[0]));
            model.write().overwrite().save(args[1]);
            System.out.println("saved " + args[1]);
        }
    }

    static Dataset<Row> months(SparkSession session, String file) {
        return session.read()
                .option("header", true)
                .schema("Date STRING, `Decimal Date` DOUBLE, Average DOUBLE")
                .csv(file);
    }
}
