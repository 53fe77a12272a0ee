/**
 * What figures are drawn with. A {@link org.fitact.report.drawing.Figure} draws itself on a
 * {@link org.fitact.report.drawing.Canvas}, of which there are two: SVG, whose inks follow the light or dark theme of
 * the page, and a raster for PNG. Text on the raster is drawn from glyph outlines that are part of the program, so a
 * PNG is the same on every machine and needs no font, no fontconfig and no display.
 *
 * <p>The outlines are those of Roboto, Copyright Google, Apache License 2.0.
 */
package org.fitact.report.drawing;
