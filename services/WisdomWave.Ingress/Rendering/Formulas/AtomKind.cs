namespace WisdomWave.Ingress.Rendering.Formulas;

/// <summary>What a piece of a formula is to its neighbours; decides the spaces between them (as in TeX, coarser).</summary>
internal enum AtomKind
{
    Ordinary,

    /// <summary>Something like a + b: spaces around, none when it is a sign.</summary>
    Binary,

    /// <summary>Something like =: spaces around.</summary>
    Relation,

    Opening,
    Closing,
    Punctuation,

    /// <summary>A function by name: sin x, but sin(x).</summary>
    Name,

    /// <summary>A sum, an integral: apart from what it is taken over.</summary>
    Large,

    /// <summary>a/b: never right beside another factor.</summary>
    Fraction,

    Space,
}
