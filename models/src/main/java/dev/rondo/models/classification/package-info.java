/** From a sequence to one class. */
package dev.rondo.models.classification;
