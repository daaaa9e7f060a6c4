using System.Collections.Frozen;

namespace WisdomWave.Ingress.Rendering.Formulas;

/// <summary>Commands that produce a character or a name.</summary>
internal static class FormulaSymbols
{
    private const string Ordinary = """
        alpha α beta β gamma γ delta δ epsilon ε varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν xi ξ
        omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi φ varphi φ chi χ psi ψ omega ω
        Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
        infty ∞ partial ∂ nabla ∇ hbar ℏ ell ℓ Re ℜ Im ℑ aleph ℵ beth ℶ wp ℘ imath ı jmath ȷ
        forall ∀ exists ∃ nexists ∄ emptyset ∅ varnothing ∅ neg ¬ lnot ¬ top ⊤ bot ⊥ angle ∠ triangle △ square □ blacksquare ■ Box □
        diamond ⋄ star ⋆ bullet • degree ° prime ′ dagger † ddagger ‡ checkmark ✓ therefore ∴ because ∵ sharp ♯ flat ♭ natural ♮
        clubsuit ♣ diamondsuit ♦ heartsuit ♥ spadesuit ♠ S § P ¶ pounds £ euro € copyright © circ ∘ ast ∗ colon :
        ldots … dots … dotsc … dotso … cdots ⋯ dotsb ⋯ dotsm ⋯ vdots ⋮ ddots ⋱ lvert | rvert | vert | Vert ‖ lVert ‖ rVert ‖ | ‖
        % % $ $ # # & & _ _ backslash \
        """;

    private const string Binary = """
        pm ± mp ∓ times × cdot · div ÷ cup ∪ cap ∩ bigcirc ◯ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ wedge ∧ land ∧ vee ∨ lor ∨
        setminus ∖ smallsetminus ∖ sqcup ⊔ sqcap ⊓ uplus ⊎ amalg ⨿ ltimes ⋉ rtimes ⋊ bmod mod
        """;

    private const string Relations = """
        le ≤ leq ≤ leqslant ⩽ ge ≥ geq ≥ geqslant ⩾ ne ≠ neq ≠ ll ≪ gg ≫ approx ≈ sim ∼ simeq ≃ cong ≅ equiv ≡ propto ∝ doteq ≐
        prec ≺ succ ≻ preceq ⪯ succeq ⪰ in ∈ notin ∉ ni ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ subsetneq ⊊ supsetneq ⊋
        sqsubseteq ⊑ sqsupseteq ⊒ mid ∣ nmid ∤ parallel ∥ nparallel ∦ perp ⊥ asymp ≍ models ⊨ vdash ⊢ dashv ⊣ lesssim ≲ gtrsim ≳
        coloneqq := triangleq ≜ bowtie ⋈
        to → rightarrow → longrightarrow ⟶ leftarrow ← gets ← longleftarrow ⟵ leftrightarrow ↔ longleftrightarrow ⟷
        Rightarrow ⇒ implies ⇒ Longrightarrow ⇒ Leftarrow ⇐ impliedby ⇐ Leftrightarrow ⇔ iff ⇔ Longleftrightarrow ⇔
        mapsto ↦ longmapsto ⟼ uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ nearrow ↗ searrow ↘ swarrow ↙ nwarrow ↖
        hookrightarrow ↪ hookleftarrow ↩ rightharpoonup ⇀ leftharpoonup ↼ rightleftharpoons ⇌ leftrightarrows ⇆ leadsto ⇝
        """;

    private const string Large = """
        sum ∑ prod ∏ coprod ∐ int ∫ iint ∬ iiint ∭ oint ∮ bigcup ⋃ bigcap ⋂ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ bigotimes ⨂ bigodot ⨀
        lim lim limsup limsup liminf liminf max max min min sup sup inf inf
        """;

    private const string Names = """
        sin sin cos cos tan tan cot cot sec sec csc csc arcsin arcsin arccos arccos arctan arctan sinh sinh cosh cosh tanh tanh coth coth
        log log ln ln lg lg exp exp det det dim dim ker ker gcd gcd deg deg arg arg hom hom Pr Pr argmax argmax argmin argmin tr tr rank rank
        """;

    private const string Openings = "{ { lbrace { lbrack [ langle ⟨ lfloor ⌊ lceil ⌈ lparen (";
    private const string Closings = "} } rbrace } rbrack ] rangle ⟩ rfloor ⌋ rceil ⌉ rparen )";

    public static FrozenDictionary<string, (string Text, AtomKind Kind)> All { get; } = Pairs(Ordinary, AtomKind.Ordinary)
        .Concat(Pairs(Binary, AtomKind.Binary))
        .Concat(Pairs(Relations, AtomKind.Relation))
        .Concat(Pairs(Large, AtomKind.Large))
        .Concat(Pairs(Names, AtomKind.Name))
        .Concat(Pairs(Openings, AtomKind.Opening))
        .Concat(Pairs(Closings, AtomKind.Closing))
        .Concat([Space(",", " "), Space(":", " "), Space(";", " "), Space(" ", " "), Space("\n", " "), Space("quad", "  "), Space("qquad", "   "), Space("enspace", " "),
            Space("thinspace", " ")])
        .ToFrozenDictionary(pair => pair.Key, pair => pair.Value);

    private static IEnumerable<KeyValuePair<string, (string Text, AtomKind Kind)>> Pairs(string table, AtomKind kind) =>
        table.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Chunk(2)
            .Select(pair => KeyValuePair.Create(pair[0], (pair[1], kind)));

    private static KeyValuePair<string, (string Text, AtomKind Kind)> Space(string command, string text) => new(command, (text, AtomKind.Space));
}
