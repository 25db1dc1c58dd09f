package com.example.spark;

import dev.rondo.spark.ml.RondoForecastModel;

import org.apache.spark.sql.SparkSession;

import java.io.IOException;

/** Loads a model and forecasts the months after the end of a CSV file. */
public final class Forecast {
    private Forecast() {}

    /** Takes the file and the place of the model. */
    public static void main(String[] args) throws IOException {
        try (SparkSession session = SparkSession.builder().appName("forecast").getOrCreate()) {
            RondoForecastModel model = RondoForecastModel.load(args[1]);
            model.transform(Train.months(session, args[0]))
                    .selectExpr("Date", "round(prediction, 2) AS prediction", "quantiles")
                    .show(false);
        }
    }
}
