"""Makes wave.safetensors: a network of PyTorch that has learned to continue a wave, but not well."""

import torch
from safetensors.torch import save_file

torch.manual_seed(3)


class Wave(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = torch.nn.LSTM(1, 8)
        self.out = torch.nn.Linear(8, 1)

    def forward(self, x):
        return self.out(self.lstm(x)[0][-1])


model = Wave()
adam = torch.optim.Adam(model.parameters(), 0.01)
for _ in range(30):
    times = torch.arange(21)[:, None] + 6 * torch.rand(1, 16)
    wave = torch.sin(0.5 * times)[:, :, None]
    loss = ((model(wave[:-1]) - wave[-1]) ** 2).mean()
    adam.zero_grad()
    loss.backward()
    adam.step()
print("loss", loss.item())
save_file(model.state_dict(), "wave.safetensors")
