/** A whole file of a format we know with something in it that cannot be used. The message goes on after the name of the file: `has 1.2 gigapixels…`. */
export class UnusableMedia extends Error {}
