namespace WisdomWave.Dialog.Tests.Spending;

/// <summary>Prices of the test's model: 0.001 per prompt token, 0.002 per answer token.</summary>
internal static class TestPrices
{
    public static string[] Settings { get; } = ["--Models:0:Name=test-model", "--Models:0:InputPrice=1000", "--Models:0:OutputPrice=2000"];
}
