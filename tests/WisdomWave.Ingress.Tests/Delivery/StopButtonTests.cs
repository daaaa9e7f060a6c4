using System.Text;
using WisdomWave.Ingress.Delivery;

namespace WisdomWave.Ingress.Tests.Delivery;

public sealed class StopButtonTests
{
    [Fact]
    public void ItsDataFindsTheTurnAgainAndFitsIntoTelegrams64Bytes()
    {
        var turn = Guid.CreateVersion7();
        var data = StopButton.DataFor(turn);
        Assert.InRange(Encoding.UTF8.GetByteCount(data), 1, 64);
        Assert.Equal(turn, StopButton.TurnOf(data));
    }

    [Theory]
    [InlineData("")]
    [InlineData("stop:")]
    [InlineData("stop:AAAA")]
    [InlineData("stop:not base64 at all!!!!")]
    [InlineData("retry:AZPxE2qUcXuKb3hDZl0Vxw")]
    [InlineData("stop:AZPxE2qUcXuKb3hDZl0VxwAZPxE2qUcXuKb3hDZl0Vxw")]
    public void OtherDataIsNoTurn(string data) => Assert.Null(StopButton.TurnOf(data));
}
