import { imageClassification } from './support/image-classification.ts';
import { journey } from './support/journey.ts';

journey('tensorflow', imageClassification);
