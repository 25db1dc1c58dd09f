/** From a sequence to one class, and how good a classifier is. */
package dev.rondo.models.classification;
