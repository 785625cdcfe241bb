import { journey } from './support/journey.ts';
import { languageModel } from './support/language-model.ts';

journey('tensorflow', languageModel);
