/** Times are written with so many digits that a picture's own time may have been rounded down: seconds that whoever decodes adds. */
export const FRAME_ROUNDING_SECONDS = 0.0005;
