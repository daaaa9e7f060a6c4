using System.Text;
using WisdomWave.Contracts.Dialog;

namespace WisdomWave.Ingress.Tests.Delivery;

public sealed class StopButtonTests
{
    [Fact]
    public void ItsDataIdentifiesTheTurnWithin64Bytes()
    {
        var turn = Guid.CreateVersion7();
        var data = ButtonData.For(ButtonData.Stop, turn);
        Assert.InRange(Encoding.UTF8.GetByteCount(data), 1, 64);
        Assert.Equal(turn, ButtonData.TurnOf(ButtonData.Stop, data));
    }

    [Theory]
    [InlineData("")]
    [InlineData("stop:")]
    [InlineData("stop:AAAA")]
    [InlineData("stop:not base64 at all!!!!")]
    [InlineData("retry:AZPxE2qUcXuKb3hDZl0Vxw")]
    [InlineData("stop:AZPxE2qUcXuKb3hDZl0VxwAZPxE2qUcXuKb3hDZl0Vxw")]
    public void OtherDataIsNotATurn(string data) => Assert.Null(ButtonData.TurnOf(ButtonData.Stop, data));
}
