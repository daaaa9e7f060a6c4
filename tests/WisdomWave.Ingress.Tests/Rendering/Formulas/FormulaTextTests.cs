using WisdomWave.Ingress.Rendering.Formulas;

namespace WisdomWave.Ingress.Tests.Rendering.Formulas;

public sealed class FormulaTextTests
{
    [Theory]
    [InlineData(@"\alpha + \beta \leq \Omega", "α + β ≤ Ω")]
    [InlineData(@"\pi r^2", "πr²")]
    [InlineData(@"a^2+b^2=c^2", "a² + b² = c²")]
    [InlineData(@"E = mc^2", "E = mc²")]
    [InlineData(@"-x + (-y)", "−x + (−y)")]
    [InlineData(@"a \cdot b \times c", "a · b × c")]
    [InlineData(@"x \to \infty", "x → ∞")]
    [InlineData(@"A \Rightarrow B \iff C", "A ⇒ B ⇔ C")]
    [InlineData(@"x \in \mathbb{R}, y \notin \mathbb Z", "x ∈ ℝ, y ∉ ℤ")]
    [InlineData(@"\forall x\, \exists y: x < y", "∀x ∃y: x < y")]
    [InlineData(@"f(x,y) = 1,000", "f(x,y) = 1,000")]
    [InlineData(@"a <= b, c >= d, e := f", "a ≤ b, c ≥ d, e := f")]
    [InlineData(@"a \neq b \not= c \not\in D", "a ≠ b ≠ c ∉ D")]
    [InlineData(@"\{ x \mid x > 0 \}", "{x ∣ x > 0}")]
    [InlineData(@"f'(x) = f''(x)", "f′(x) = f′′(x)")]
    [InlineData(@"n! \approx 90^\circ", "n! ≈ 90°")]
    public void SymbolsBecomeCharacters(string latex, string expected) => Assert.Equal(expected, Inline(latex));

    [Theory]
    [InlineData(@"x_1^2 + x_{10}", "x₁² + x₁₀")]
    [InlineData(@"x_{1,2}", "x₁,₂")]
    [InlineData(@"x^{n+1}", "xⁿ⁺¹")]
    [InlineData(@"a_{ij}^{-1}", "aᵢⱼ⁻¹")]
    [InlineData(@"A^T B^\top", "Aᵀ Bᵀ")]
    [InlineData(@"e^{-x^2}", "e^(−x²)")]
    [InlineData(@"2^{10/3}", "2^(10/3)")]
    [InlineData(@"x_q", "x_q")]
    [InlineData(@"v_{\text{max}}", "vₘₐₓ")]
    [InlineData(@"v_{\text{Ziel}}", "v_(Ziel)")]
    [InlineData(@"x^\prime, \beta_\gamma", "x′, βᵧ")]
    public void ScriptsUseUnicodeIfPossible(string latex, string expected) => Assert.Equal(expected, Inline(latex));

    [Theory]
    [InlineData(@"\frac{1}{2}", "1/2")]
    [InlineData(@"\frac12 m v^2", "1/2 m v²")]
    [InlineData(@"\frac{a+b}{2}", "(a + b)/2")]
    [InlineData(@"\frac{1}{2a}", "1/(2a)")]
    [InlineData(@"\frac{dy}{dx}", "dy/dx")]
    [InlineData(@"\frac{\partial f}{\partial x}", "∂f/∂x")]
    [InlineData(@"x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}", "x = (−b ± √(b² − 4ac))/(2a)")]
    [InlineData(@"\frac{\frac{a}{b}}{c}", "(a/b)/c")]
    [InlineData(@"\frac{1}{\sqrt{x+1}}", "1/√(x + 1)")]
    [InlineData(@"\frac{P(A) P(B)}{P(C)}", "(P(A) P(B))/P(C)")]
    [InlineData(@"x = -\frac{b}{a} - \sin x", "x = −b/a − sin x")]
    [InlineData(@"\sqrt{x}", "√x")]
    [InlineData(@"\sqrt{x+1}", "√(x + 1)")]
    [InlineData(@"\sqrt[3]{8} = 2", "∛8 = 2")]
    [InlineData(@"\sqrt[n]{x}", "ⁿ√x")]
    [InlineData(@"\binom{n}{k}", "C(n, k)")]
    public void FractionsAndRootsFitOnOneLine(string latex, string expected) => Assert.Equal(expected, Inline(latex));

    [Theory]
    [InlineData(@"\sum_{i=1}^{n} i^2", "∑ᵢ₌₁ⁿ i²")]
    [InlineData(@"\sum_{k \in S} a_k", "∑_(k∈S) aₖ")]
    [InlineData(@"\int_0^\infty e^{-x} dx", "∫₀^∞ e⁻ˣ dx")]
    [InlineData(@"\int_{a}^{b} f(x)\,dx", "∫ₐᵇ f(x) dx")]
    [InlineData(@"\lim_{x \to 0} \frac{\sin x}{x} = 1", "lim_(x→0) (sin x)/x = 1")]
    [InlineData(@"\sin^2 x + \cos^2 x = 1", "sin² x + cos² x = 1")]
    [InlineData(@"\log_2 n \ln(x)", "log₂ n ln(x)")]
    [InlineData(@"\operatorname{rank} A", "rank A")]
    [InlineData(@"a \equiv b \pmod{n}", "a ≡ b (mod n)")]
    public void SumsIntegralsAndFunctionsAreSeparatedFromTheirOperands(string latex, string expected) => Assert.Equal(expected, Inline(latex));

    [Theory]
    [InlineData(@"\left( \frac{a}{b} \right)^2", "(a/b)²")]
    [InlineData(@"\left. x \right|_0^1", "x|₀¹")]
    [InlineData(@"\bigl\langle a, b \bigr\rangle", "⟨a, b⟩")]
    [InlineData(@"\left\lfloor x \right\rfloor", "⌊x⌋")]
    [InlineData(@"\|x\| = ||y||", "‖x‖ = |\u2009|y|\u2009|")]
    [InlineData(@"\text{Area} = 5\text{ km}^2", "Area = 5 km²")]
    [InlineData(@"\text{скорость} = \mathrm{const}", "скорость = const")]
    [InlineData(@"\vec{v} = \hat{x} + \bar y", "v\u20D7 = x\u0302 + y\u0304")]
    [InlineData(@"\mathcal{L} \mathfrak{g} \mathbf{v} \mathbb{1}", "ℒ 𝔤 𝐯 𝟙")]
    [InlineData(@"\overset{!}{=}", "=^!")]
    [InlineData(@"\underset{x}{\min} f", "minₓ f")]
    [InlineData(@"A \xrightarrow{f} B", "A —f→ B")]
    [InlineData(@"\color{red} x \label{eq}", "x")]
    public void BracketsTextsAndAlphabetsAreConverted(string latex, string expected) => Assert.Equal(expected, Inline(latex));

    [Theory]
    [InlineData(@"\begin{pmatrix} 1 & 0 \\ 0 & 1 \end{pmatrix}", "(1, 0; 0, 1)")]
    [InlineData(@"A = \begin{bmatrix} a & b \\ c & d \end{bmatrix}^{-1}", "A = [a, b; c, d]⁻¹")]
    [InlineData(@"|x| = \begin{cases} x, & x \ge 0 \\ -x, & x < 0 \end{cases}", "|x| = { x, x ≥ 0; −x, x < 0")]
    [InlineData(@"\begin{array}{cc} a & b \end{array}", "a, b")]
    [InlineData(@"\begin{aligned} a &= b \\ &= c \end{aligned}", "a = b; = c")]
    public void MatricesAndCasesBecomeRows(string latex, string expected) => Assert.Equal(expected, Inline(latex));

    [Fact]
    public void RowsOfADisplayedFormulaAreLines() => Assert.Equal(
        "a = b + c\n= d", FormulaText.Of(@"\begin{align*} a &= b + c \\[2pt] &= d \end{align*}", isDisplay: true));

    [Theory]
    [InlineData(@"\foo{x} + \bar", @"\foo{x} + ")]
    [InlineData(@"\unknown x", @"\unknown x")]
    [InlineData(@"\begin{tikzpicture} x \end{tikzpicture}", @"\begin{tikzpicture} x \end{tikzpicture}")]
    [InlineData(@"\frac{a}{", "a/")]
    [InlineData(@"x^", "x^")]
    [InlineData(@"{{{a", "a")]
    [InlineData(@"a}b", "a}b")]
    [InlineData(@"a & b", "a b")]
    [InlineData("\\", "\\")]
    [InlineData(@"\left", "\\left")]
    public void UnknownOrTruncatedLatexStaysUnchanged(string latex, string expected) => Assert.Equal(expected.Trim(), Inline(latex));

    [Theory]
    [InlineData("{")]
    [InlineData("\\sqrt")]
    [InlineData("\\frac{")]
    [InlineData("x^{")]
    [InlineData("\\begin{matrix}")]
    [InlineData("\\foo{")]
    public void UnlimitedNestingIsHarmless(string piece) => Inline(string.Concat(Enumerable.Repeat(piece, 10_000)));

    private static string Inline(string latex) => FormulaText.Of(latex, isDisplay: false);
}
