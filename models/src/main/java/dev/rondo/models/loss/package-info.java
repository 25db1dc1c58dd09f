/** What training makes small. */
package dev.rondo.models.loss;
